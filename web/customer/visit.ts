import { type ReadonlySignal, signal } from "@preact/signals";
import { Backoff } from "../shared/backoff";
import { clock } from "../shared/clock";
import type { Choice, Order, Ticket } from "../shared/contract";
import { isCode, request, RequestError } from "../shared/http";
import type { Live } from "../shared/live";
import { forgetOrder, type KeptOrder, keepOrder, loadOrder, newKey } from "../shared/order-storage";
import { type BoardStore, OrderStore } from "../shared/stores";
import { isOver } from "./progress";

/** Screen is what the page shows. */
export type Screen =
  | { kind: "scan" }
  | { kind: "loading" }
  /** A request is repeated until it gets through. */
  | { kind: "waiting"; reason: "offline" | "busy" }
  /** The code was refused; next is the server's time of the next code, in milliseconds. */
  | { kind: "refused"; reason: string; code: string; next?: number }
  | { kind: "order"; store: OrderStore };

/** Remark is something to tell the customer besides the screen. */
export type Remark = "alreadyOrdered" | "notKept" | "orderGone" | "soldOut" | "tryAgain" | "tooLateToCancel" | "tooLateToOrder";

const keptFor = 24 * 60 * 60_000;
const refusals = [
  ...["code_malformed", "code_unknown", "code_expired", "code_used_up"],
  ...["shop_closed", "queue_full", "nothing_available", "order_state", "request_invalid"],
];

/** Visit is a customer's visit: from the code over the order to its end. */
export class Visit {
  private readonly shown = signal<Screen>({ kind: "loading" });
  readonly screen: ReadonlySignal<Screen> = this.shown;
  /** busy is true while the customer's own request is on its way. */
  readonly busy = signal(false);

  private kept: KeptOrder | undefined;
  private leave: (() => void) | undefined;
  private again: (() => void) | undefined;
  private arrivals = 0;

  constructor(
    private readonly live: Live,
    private readonly board: BoardStore,
    private readonly say: (remark: Remark) => void,
    private readonly random: () => number = Math.random,
  ) {}

  /**
   * arrive opens the order of this phone, or redeems the code. While an order is open,
   * another code is not redeemed. It calls taken when the code need not be kept in the
   * address bar any more.
   */
  async arrive(code?: string, taken: () => void = () => {}): Promise<void> {
    const arrival = ++this.arrivals;
    this.retry();
    this.kept = loadOrder() ?? this.kept;
    if (this.kept && clock.now() - this.kept.scannedAt > keptFor) this.forget();
    const { kept } = this;
    try {
      if (kept && (!code || (await this.isOpen(kept, arrival)))) {
        taken();
        if (code && (kept.ticket || code !== kept.code)) this.say("alreadyOrdered");
        await this.redeem(kept, arrival);
      } else if (code) {
        this.forget();
        const fresh = { code, idempotencyKey: newKey(), scannedAt: clock.now() };
        this.keep(fresh);
        taken();
        await this.redeem(fresh, arrival);
      } else {
        this.show({ kind: "scan" });
      }
    } catch (error) {
      if (error !== superseded) throw error;
    }
  }

  /** takeFromOtherTab follows the order that another tab has kept or forgotten. */
  takeFromOtherTab(): void {
    const kept = loadOrder();
    if (kept && !kept.ticket) return; // the other tab is redeeming it
    if (kept?.ticket?.orderId === this.kept?.ticket?.orderId) return;
    this.kept = kept;
    void this.arrive();
  }

  /** retry repeats a request that waits to be repeated. */
  retry(): void {
    this.again?.();
  }

  /** forget leaves the order, for a new one. */
  forget(): void {
    forgetOrder();
    this.kept = undefined;
    this.show({ kind: "scan" });
  }

  /** place orders the drink. */
  place(store: OrderStore, choice: Choice): Promise<void> {
    return this.change(store, "PUT", choice);
  }

  /** cancel cancels the order. */
  cancel(store: OrderStore): Promise<void> {
    return this.change(store, "DELETE");
  }

  /** isOpen reports whether the order goes on, so that no other code is redeemed. */
  private async isOpen(kept: KeptOrder, arrival: number): Promise<boolean> {
    try {
      const ticket = await this.ticketOf(kept, arrival);
      const path = `api/orders/${ticket.orderId}`;
      const order = await this.persist(arrival, ["order_unknown"], () => request<Order>("GET", path, { token: ticket.secret }));
      return !isOver(order.state);
    } catch (error) {
      if (error instanceof RequestError) return false;
      throw error;
    }
  }

  /** redeem shows the order of a code that was scanned, or why there is none. */
  private async redeem(kept: KeptOrder, arrival: number): Promise<void> {
    try {
      const ticket = await this.ticketOf(kept, arrival);
      this.follow(ticket);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      this.forget();
      const next = error.retryAfter === undefined ? {} : { next: clock.now() + error.retryAfter * 1000 };
      this.show({ kind: "refused", reason: error.code, code: kept.code, ...next });
    }
  }

  private async ticketOf(kept: KeptOrder, arrival: number): Promise<Ticket> {
    if (kept.ticket) return kept.ticket;
    const { code, idempotencyKey } = kept;
    this.show({ kind: "loading" });
    const redeem = () => request<Ticket>("POST", "api/orders", { body: { code }, idempotencyKey });
    const ticket = await this.persist(arrival, refusals, redeem);
    this.keep({ ...kept, ticket });
    return ticket;
  }

  private keep(kept: KeptOrder): void {
    this.kept = kept;
    if (!keepOrder(kept) && kept.ticket) this.say("notKept");
  }

  private follow(ticket: Ticket): void {
    const screen = this.shown.value;
    if (screen.kind === "order" && screen.store.orderId === ticket.orderId) return;
    const store = new OrderStore(ticket.orderId, ticket.secret, () => this.lose());
    this.show({ kind: "order", store });
    this.leave = this.live.subscribe(store);
    if (this.live.state.value.kind !== "live") void store.poll().catch(() => {}); // the subscription tells of errors
  }

  private lose(): void {
    this.forget();
    this.say("orderGone");
  }

  private show(screen: Screen): void {
    this.leave?.();
    this.leave = undefined;
    this.shown.value = screen;
  }

  /** persist repeats a request, which must be harmless, until it succeeds or fails with a final code. */
  private async persist<T>(arrival: number, final: string[], ask: () => Promise<T>): Promise<T> {
    const backoff = new Backoff(this.random);
    for (;;) {
      try {
        const answer = await ask();
        if (arrival !== this.arrivals) throw superseded;
        return answer;
      } catch (error) {
        if (arrival !== this.arrivals) throw superseded;
        if (!(error instanceof RequestError) || final.includes(error.code)) throw error;
        this.show({ kind: "waiting", reason: error.code === "offline" ? "offline" : "busy" });
        await this.pause(Math.max(backoff.next(), (error.retryAfter ?? 0) * 1000));
      }
    }
  }

  private pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.again = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private async change(store: OrderStore, method: "PUT" | "DELETE", body?: Choice): Promise<void> {
    const token = await store.token();
    this.busy.value = true;
    try {
      store.take(await request<Order>(method, `api/orders/${store.orderId}`, { token, body }));
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      await this.explain(store, error, method);
    } finally {
      this.busy.value = false;
    }
  }

  private async explain(store: OrderStore, error: RequestError, method: "PUT" | "DELETE"): Promise<void> {
    if (error.code === "order_unknown") return this.lose();
    if (isCode(error, "drink_sold_out", "drink_unknown", "modifier_wrong")) {
      await this.board.poll().catch(() => {});
      return this.say("soldOut");
    }
    if (!isCode(error, "order_state")) return this.say("tryAgain");
    await store.poll().catch(() => {});
    this.say(method === "DELETE" ? "tooLateToCancel" : "tooLateToOrder");
  }
}

const superseded = new Error("another code was scanned meanwhile");
