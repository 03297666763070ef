import { type ReadonlySignal, signal } from "@preact/signals";
import { clock } from "./clock";
import type { LiveBoard, LiveDisplay, LiveMessage, Menu, Order, Queue, QueuedOrder, Shop } from "./contract";
import { request } from "./http";
import type { Subscription } from "./live";

/** Store is a subscription that keeps the newest data in a signal, undefined at first. */
export interface Store<T> extends Subscription {
  data: ReadonlySignal<T | undefined>;
}

/** Versioned keeps the value with the highest version. */
export class Versioned<T> {
  readonly value = signal<T | undefined>(undefined);
  private version = -Infinity;

  /** take replaces the value unless it is newer. */
  take(version: number, value: T): void {
    if (version < this.version) return;
    this.version = version;
    this.value.value = value;
  }
}

/** BoardStore is the board, with the menu. */
export class BoardStore implements Store<LiveBoard> {
  readonly channel = "board";
  private readonly board = new Versioned<LiveBoard>();
  private readonly offered = new Versioned<Menu>();
  readonly data: ReadonlySignal<LiveBoard | undefined> = this.board.value;
  /** menu comes with some messages only. */
  readonly menu: ReadonlySignal<Menu | undefined> = this.offered.value;

  receive(message: LiveMessage<LiveBoard>): void {
    this.board.take(message.data.version, message.data);
    if (message.data.menu) this.offered.take(message.version, message.data.menu);
  }

  async poll(): Promise<void> {
    const [board, shop] = await Promise.all([request<LiveBoard>("GET", "api/board"), request<Shop>("GET", "api/shop")]);
    this.board.take(board.version, board);
    this.offered.take(board.version, shop.menu);
  }
}

/** OrderStore is the order of a customer. */
export class OrderStore implements Store<Order> {
  readonly channel = "order";
  private readonly order = new Versioned<Order>();
  readonly data: ReadonlySignal<Order | undefined> = this.order.value;

  constructor(
    readonly orderId: string,
    private readonly secret: string,
    readonly onError?: (code: string) => void,
  ) {}

  token = (): Promise<string> => Promise.resolve(this.secret);

  receive(message: LiveMessage<Order>): void {
    this.take(message.data);
  }

  /** take keeps an order that a request returned. */
  take(order: Order): void {
    this.order.take(order.version, order);
  }

  async poll(): Promise<void> {
    this.take(await request<Order>("GET", `api/orders/${this.orderId}`, { token: this.secret }));
  }
}

/** DisplayStore is the board with the QR code. */
export class DisplayStore implements Store<LiveDisplay> {
  readonly channel = "display";
  private readonly display = new Versioned<LiveDisplay>();
  readonly data: ReadonlySignal<LiveDisplay | undefined> = this.display.value;

  constructor(
    readonly token: (renew: boolean) => Promise<string>,
    readonly onError?: (code: string) => void,
  ) {}

  receive(message: LiveMessage<LiveDisplay>): void {
    this.display.take(message.data.version, message.data);
  }

  async poll(): Promise<void> {
    const token = await this.token(false);
    const board = await request<LiveDisplay>("GET", "api/board");
    if (board.open) board.code = await request("GET", "api/code", { token });
    this.display.take(board.version, board);
  }
}

interface Known {
  order: QueuedOrder;
  at: number; // the server's time of the message
}

/** QueueStore is the baristas' queue. */
export class QueueStore implements Store<Queue> {
  readonly channel = "barista";
  private readonly queue = signal<Queue | undefined>(undefined);
  readonly data: ReadonlySignal<Queue | undefined> = this.queue;
  private readonly known = new Map<string, Known>();

  constructor(
    readonly token: (renew: boolean) => Promise<string>,
    readonly onError?: (code: string) => void,
  ) {}

  receive(message: LiveMessage<Queue | QueuedOrder>): void {
    if (message.type === "change") this.take(message.data as QueuedOrder, Date.parse(message.at));
    else if (message.partial) this.merge(message.data as Queue, message.version);
    else this.replace(message.data as Queue, message.version);
  }

  /** take keeps an order, from a message or as a request returned it. */
  take(order: QueuedOrder, at = clock.now()): void {
    this.keep(order, at);
    this.publish();
  }

  async poll(): Promise<void> {
    const token = await this.token(false);
    const asked = Date.now();
    const queue = await request<Queue>("GET", "api/queue", { token });
    // The clock may be known only since the response, and to a second.
    this.replace(queue, clock.now() - (Date.now() - asked) - 1000);
  }

  /** replace forgets the orders that a queue read at that time no longer lists. */
  private replace(queue: Queue, at: number): void {
    const listed = new Set([...queue.orders, ...queue.finished].map((order) => order.orderId));
    for (const [id, known] of this.known) {
      if (!listed.has(id) && known.at <= at) this.known.delete(id);
    }
    this.merge(queue, at);
  }

  private merge(queue: Queue, at: number): void {
    for (const order of [...queue.orders, ...queue.finished]) this.keep(order, at);
    this.publish();
  }

  private keep(order: QueuedOrder, at: number): void {
    const known = this.known.get(order.orderId);
    if (known && known.order.version > order.version) return;
    this.known.set(order.orderId, { order, at: Math.max(at, known?.at ?? at) });
  }

  private publish(): void {
    const all = [...this.known.values()].map((known) => known.order);
    this.queue.value = {
      orders: all.filter(isQueued).sort((a, b) => a.number - b.number),
      finished: all.filter(isFinished).sort((a, b) => Date.parse(b.endedAt ?? "") - Date.parse(a.endedAt ?? "")).slice(0, 10),
    };
  }
}

function isQueued(order: QueuedOrder): boolean {
  return order.state === "QUEUED" || order.state === "MAKING" || order.state === "READY";
}

function isFinished(order: QueuedOrder): boolean {
  return order.endedAt !== undefined;
}
