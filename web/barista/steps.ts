import type { QueuedOrder, State } from "../shared/contract";

/** Step is a change of an order's state that a barista makes; the names are the API's. */
export type Step = "claim" | "release" | "complete" | "recall" | "collect";

/** stateAfter maps each step to the state that it sets. */
export const stateAfter: Record<Step, State> = {
  claim: "MAKING",
  release: "QUEUED",
  complete: "READY",
  recall: "MAKING",
  collect: "COLLECTED",
};

/**
 * nextStep returns the step that the large button of an order does. It is undefined for
 * an order that another barista is making.
 */
export function nextStep(order: QueuedOrder, me: string): Step | undefined {
  if (order.state === "QUEUED") return "claim";
  if (order.state === "READY") return "collect";
  return isMine(order, me) ? "complete" : undefined;
}

/** otherSteps returns the steps behind the smaller button. Times are in milliseconds. */
export function otherSteps(order: QueuedOrder, me: string, now: number): Step[] {
  if (order.state === "QUEUED") return ["complete"];
  if (order.state === "MAKING") return isMine(order, me) ? ["release"] : [];
  return order.state === "READY" && isMine(order, me) && recallLeft(order, now) > 0 ? ["recall"] : [];
}

/** canCancel reports whether the order can still be cancelled. */
export function canCancel(order: QueuedOrder): boolean {
  return order.state === "QUEUED" || order.state === "MAKING";
}

/** recallLeft returns for how many milliseconds an order can still be recalled. */
export function recallLeft(order: QueuedOrder, now: number): number {
  return order.recallUntil ? Math.max(0, Date.parse(order.recallUntil) - now) : 0;
}

function isMine(order: QueuedOrder, me: string): boolean {
  return order.barista === me;
}
