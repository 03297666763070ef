import type { LiveBoard, Order, State } from "../shared/contract";

const over: State[] = ["COLLECTED", "UNCLAIMED", "REJECTED", "CANCELLED", "TIMED_OUT", "FAILED"];
const choosing: State[] = ["REQUESTED", "STARTED"];
const cancellable: State[] = [...choosing, "PLACED", "QUEUED"];

/** isOver reports whether an order has ended, for whatever reason. */
export function isOver(state: State): boolean {
  return over.includes(state);
}

/** isChoosing reports whether the customer has yet to place the drink. */
export function isChoosing(state: State): boolean {
  return choosing.includes(state);
}

/** isCancellable reports whether the customer may still cancel. */
export function isCancellable(state: State): boolean {
  return cancellable.includes(state);
}

/** line is the five stages that customers watch. */
export const line = ["PLACED", "QUEUED", "MAKING", "READY", "COLLECTED"] as const satisfies State[];

/** LineStep is one stage of the line; at is when the order entered it. */
export interface LineStep {
  state: (typeof line)[number];
  progress: "done" | "current" | "coming";
  at?: string;
}

/** progressOf returns how far an order is on the line. */
export function progressOf(order: Order): LineStep[] {
  const now = line.findIndex((state) => state === order.state);
  return line.map((state, i) => {
    const progress = i < now || order.state === "COLLECTED" ? "done" : i === now ? "current" : "coming";
    const at = i <= now ? enteredAt(order, state) : undefined;
    return { state, progress, ...(at && { at }) };
  });
}

/** enteredAt returns when an order entered a state, undefined if it did not. */
export function enteredAt(order: Order, state: State): string | undefined {
  return order.stages.find((stage) => stage.state === state)?.at;
}

/** ahead counts the orders that will be made before this one. */
export function ahead(order: Order, board: LiveBoard): number {
  if (order.state === "MAKING") return 0;
  return board.preparing.filter((number) => !order.number || number < order.number).length;
}

/**
 * Estimate is how long one order will still take. It falls as time passes and as the
 * queue moves, and never rises.
 */
export class Estimate {
  private most = 0;
  private least = Infinity;

  /**
   * seconds returns the estimate, 0 once the usual wait has passed. The arguments are how
   * many orders are ahead, the usual wait and how long this order has waited, in seconds.
   */
  seconds(ahead: number, usual: number, waited: number): number {
    this.most = Math.max(this.most, ahead);
    const byQueue = (usual * (ahead + 1)) / (this.most + 1);
    this.least = Math.min(this.least, Math.max(0, Math.min(usual - waited, byQueue)));
    return this.least;
  }
}
