import type { QueuedOrder, State } from "../shared/contract";

/** News is what changed in the queue since it was looked at before. */
export interface News {
  /** Orders that were not there before. */
  arrived: QueuedOrder[];
  /** Orders that are in another state than before. */
  moved: QueuedOrder[];
}

/** Watcher tells what is new in the queue. What the first look finds is not new. */
export class Watcher {
  private readonly states = new Map<string, State>();
  private looked = false;

  /** look takes all orders, the finished ones as well. */
  look(orders: QueuedOrder[]): News {
    const news: News = { arrived: [], moved: [] };
    for (const order of orders) {
      const before = this.states.get(order.orderId);
      this.states.set(order.orderId, order.state);
      if (!this.looked || before === order.state) continue;
      if (before) news.moved.push(order);
      else if (order.state === "QUEUED") news.arrived.push(order);
    }
    this.looked = true;
    return news;
  }
}
