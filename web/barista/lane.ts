import { type ReadonlySignal, signal } from "@preact/signals";
import type { QueuedOrder } from "../shared/contract";

/** Slot is a place in a column: an order, or the gap that one has left. */
export interface Slot {
  /** In a gap, the order as it was before it left. */
  order: QueuedOrder;
  /** When the order left, in milliseconds; undefined while it is there. */
  leftAt: number | undefined;
}

const gapFor = 2000; // milliseconds, for the finger that is already on its way
const restFor = 10_000; // after which a mouse that does not move holds nothing

/**
 * arrange returns the slots of a column for its orders, by number. Unless the column is
 * settled, no row moves: an order that left leaves a gap, one that came is at the end.
 * It is settled when no pointer holds it and its gaps are two seconds old.
 */
export function arrange(slots: Slot[], orders: QueuedOrder[], held: boolean, now: number): Slot[] {
  const current = new Map(orders.map((order) => [order.orderId, order]));
  const kept = slots.map((slot): Slot => {
    const order = current.get(slot.order.orderId);
    return order ? { order, leftAt: undefined } : { order: slot.order, leftAt: slot.leftAt ?? now };
  });
  const old = (slot: Slot) => slot.leftAt === undefined || now - slot.leftAt >= gapFor;
  const known = new Set(slots.map((slot) => slot.order.orderId));
  const slotOf = (order: QueuedOrder): Slot => ({ order, leftAt: undefined });
  if (!held && kept.every(old)) return orders.map(slotOf);
  return [...kept, ...orders.filter((order) => !known.has(order.orderId)).map(slotOf)];
}

/** Lane is a column of orders whose rows do not move under the pointer. */
export class Lane {
  readonly slots: ReadonlySignal<Slot[]>;
  private readonly current = signal<Slot[]>([]);
  private orders: QueuedOrder[] = [];
  private heldUntil = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    this.slots = this.current;
  }

  /** show takes the column's orders, by number. */
  show(orders: QueuedOrder[]): void {
    this.orders = orders;
    this.settle();
  }

  /** replace shows orders without regard to the pointer, such as those of another filter. */
  replace(orders: QueuedOrder[]): void {
    this.current.value = [];
    this.show(orders);
  }

  /** hold keeps rows in place while a pointer is on the column: call it as it moves. */
  hold(): void {
    this.heldUntil = Date.now() + restFor;
    this.later();
  }

  /** release lets rows move once the pointer is away: a finger may come back at once. */
  release(finger: boolean): void {
    this.heldUntil = finger ? Date.now() + gapFor : 0;
    this.settle();
  }

  private settle(): void {
    const now = Date.now();
    this.current.value = arrange(this.current.peek(), this.orders, now < this.heldUntil, now);
    this.later();
  }

  private later(): void {
    clearTimeout(this.timer);
    const gaps = this.current.peek().map((slot) => (slot.leftAt === undefined ? 0 : slot.leftAt + gapFor));
    const at = Math.max(this.heldUntil, ...gaps);
    const delay = at - Date.now();
    if (delay > 0) this.timer = setTimeout(() => this.settle(), delay);
  }
}
