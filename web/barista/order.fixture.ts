import type { QueuedOrder } from "../shared/contract";

/** queuedOrder returns an order for tests, queued at noon. */
export function queuedOrder(number: number, more: Partial<QueuedOrder> = {}): QueuedOrder {
  return {
    orderId: `order-${number}`,
    state: "QUEUED",
    number,
    choice: { drink: "tea" },
    ageSeconds: 0,
    version: 1,
    queuedAt: "2026-11-22T12:00:00Z",
    ...more,
  };
}

/** noon is when the orders were queued, in milliseconds. */
export const noon = Date.parse("2026-11-22T12:00:00Z");
