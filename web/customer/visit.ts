import { type ReadonlySignal, signal } from "@preact/signals";
import { clock } from "../shared/clock";
import type { Choice, Order, Ticket } from "../shared/contract";
import { request, RequestError } from "../shared/http";
import type { Live } from "../shared/live";
import { forgetOrder, type KeptOrder, keepOrder, loadOrder, newKey } from "../shared/order-storage";
import { type BoardStore, OrderStore } from "../shared/stores";
import { type Hindrance, Patience } from "./patience";
import { isOver } from "./progress";

/** Screen is what the page shows. */
export type Screen =
  | { kind: "scan" }
  | { kind: "loading" }
  /** A request is repeated until it gets through. */
  | { kind: "waiting"; reason: Hindrance }
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

  private readonly patience: Patience;
  private kept: KeptOrder | undefined;
  private leave: (() => void) | undefined;
  private arrival = new AbortController();

  constructor(
    private readonly live: Live,
    private readonly board: BoardStore,
    private readonly say: (remark: Remark) => void,
    random: () => number = Math.random,
  ) {
    this.patience = new Patience((reason) => this.show({ kind: "waiting", reason }), random);
  }

  /**
   * arrive opens the order of this phone, or redeems the code. While an order is open,
   * another code is not redeemed. It calls taken when the code need not be kept in the
   * address bar any more.
   */
  async arrive(code?: string, taken: () => void = () => {}): Promise<void> {
    this.arrival.abort();
    const { signal } = (this.arrival = new AbortController());
    this.retry();
    try {
      await this.open(signal, code, taken);
    } catch (error) {
      if (!signal.aborted) throw error;
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
    this.patience.retry();
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

  private async open(signal: AbortSignal, code: string | undefined, taken: () => void): Promise<void> {
    this.kept = loadOrder() ?? this.kept;
    if (this.kept && clock.now() - this.kept.scannedAt > keptFor) this.forget();
    const { kept } = this;
    if (kept && (!code || (await this.goesOn(kept, signal)))) {
      taken();
      if (code && (kept.ticket || code !== kept.code)) this.say("alreadyOrdered");
      return this.redeem(this.kept ?? kept, signal);
    }
    if (!code) return this.show({ kind: "scan" });
    this.forget();
    const fresh = { code, idempotencyKey: newKey(), scannedAt: clock.now() };
    this.keep(fresh);
    taken();
    return this.redeem(fresh, signal);
  }

  /** goesOn reports whether the order is open, so that no other code is redeemed. */
  private async goesOn(kept: KeptOrder, signal: AbortSignal): Promise<boolean> {
    try {
      const ticket = await this.ticketOf(kept, signal);
      const view = () => request<Order>("GET", `api/orders/${ticket.orderId}`, { token: ticket.secret });
      const order = await this.patience.persist(["order_unknown"], signal, view);
      return !isOver(order.state);
    } catch (error) {
      if (error instanceof RequestError) return false;
      throw error;
    }
  }

  /** redeem shows the order of a code that was scanned, or why there is none. */
  private async redeem(kept: KeptOrder, signal: AbortSignal): Promise<void> {
    try {
      this.follow(await this.ticketOf(kept, signal));
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      this.forget();
      const next = error.retryAfter === undefined ? {} : { next: clock.now() + error.retryAfter * 1000 };
      this.show({ kind: "refused", reason: error.code, code: kept.code, ...next });
    }
  }

  private async ticketOf(kept: KeptOrder, signal: AbortSignal): Promise<Ticket> {
    if (kept.ticket) return kept.ticket;
    const { code, idempotencyKey } = kept;
    this.show({ kind: "loading" });
    const redeem = () => request<Ticket>("POST", "api/orders", { body: { code }, idempotencyKey });
    const ticket = await this.patience.persist(refusals, signal, redeem);
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

  private async change(store: OrderStore, method: "PUT" | "DELETE", body?: Choice): Promise<void> {
    const token = await store.token();
    this.busy.value = true;
    try {
      store.take(await request<Order>(method, `api/orders/${store.orderId}`, { token, body }));
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      await this.explain(store, error.code, method);
    } finally {
      this.busy.value = false;
    }
  }

  private async explain(store: OrderStore, code: string, method: "PUT" | "DELETE"): Promise<void> {
    if (code === "order_unknown") return this.lose();
    if (["drink_sold_out", "drink_unknown", "modifier_wrong"].includes(code)) {
      await this.board.poll().catch(() => {});
      return this.say("soldOut");
    }
    if (code !== "order_state") return this.say("tryAgain");
    await store.poll().catch(() => {});
    this.say(method === "DELETE" ? "tooLateToCancel" : "tooLateToOrder");
  }
}
