import type { Order } from "../shared/contract";
import type { Texts } from "./languages/en";

/** End is how an order ended, as the customer is told. */
export type End = Exclude<keyof Texts["ended"], "newOrder" | "reason">;

/** endOf returns how an order ended. */
export function endOf(order: Order): End {
  switch (order.state) {
    case "COLLECTED":
      return "collected";
    case "UNCLAIMED":
      return "unclaimed";
    case "REJECTED":
      return order.reason === "QueueFull" ? "full" : "closed";
    case "TIMED_OUT":
      return order.reason === "BaristaTimedOut" ? "baristaTimedOut" : "customerTimedOut";
    case "CANCELLED":
      return cancelled(order);
    default:
      return "failed";
  }
}

function cancelled(order: Order): End {
  if (order.cancelledBy === "customer") return "cancelledByYou";
  return order.cancelledBy === "staff" ? "cancelledByUs" : "cancelledAutomatically";
}
