import type { QueuedOrder } from "../shared/contract";

/** Urgency is how urgent an order is: amber after 2 minutes, red after 5. */
export type Urgency = "fresh" | "amber" | "red";

const amberAfter = 2 * 60;
const redAfter = 5 * 60;

/**
 * ageOf returns for how many seconds an order has been queued or, once its drink is
 * ready, ready. The time is the server's, in milliseconds.
 */
export function ageOf(order: QueuedOrder, now: number): number {
  const since = order.state === "READY" ? order.readyAt : order.queuedAt;
  return since ? Math.max(0, Math.floor((now - Date.parse(since)) / 1000)) : 0;
}

/** urgencyOf returns how urgent an order is. Drinks that are ready are not. */
export function urgencyOf(order: QueuedOrder, now: number): Urgency {
  if (order.state === "READY") return "fresh";
  const age = ageOf(order, now);
  if (age >= redAfter) return "red";
  return age >= amberAfter ? "amber" : "fresh";
}

/** formatAge formats seconds as m:ss, or from an hour as "1 h 05". */
export function formatAge(seconds: number): string {
  const two = (n: number) => String(n).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}`;
  return `${Math.floor(minutes / 60)} h ${two(minutes % 60)}`;
}
