import type { Choice, Menu, Open, QueuedOrder } from "../shared/contract";
import { type Method, type RequestOptions, RequestError, isCode, request } from "../shared/http";
import type { Desk } from "./state";
import { type Step } from "./steps";
import * as texts from "./texts";

/** takeStep does a step with an order. What the server refuses is said in the message bar. */
export function takeStep(desk: Desk, order: QueuedOrder, step: Step): Promise<void> {
  const what = `${texts.numberText(order)}, ${texts.steps[step]}`;
  return change(desk, order.orderId, what, async () => {
    desk.queue.take(await send<QueuedOrder>(desk, "POST", `api/queue/${order.orderId}/${step}`));
  });
}

/** cancelOrder cancels an order with a reason that the customer reads. */
export function cancelOrder(desk: Desk, order: QueuedOrder, reason: string): Promise<void> {
  return change(desk, order.orderId, `${texts.numberText(order)}, ${texts.cancel.confirm}`, async () => {
    desk.queue.take(await send<QueuedOrder>(desk, "POST", `api/queue/${order.orderId}/cancel`, { body: { reason } }));
  });
}

/** setOpen opens or closes the shop. */
export function setOpen(desk: Desk, open: boolean): Promise<void> {
  return change(desk, "shop", open ? texts.header.openShop : texts.header.closeShop, async () => {
    const shop = await send<Open>(desk, "PUT", "api/shop", { body: { open } });
    desk.notice.value = { kind: "good", text: shop.open ? texts.shop.opened : texts.shop.closed };
    await refresh(desk.board);
  });
}

/** setAvailable marks a drink as sold out, or as available again. */
export function setAvailable(desk: Desk, drink: string, available: boolean): Promise<void> {
  return change(desk, drink, available ? texts.menu.setAvailable : texts.menu.setSoldOut, async () => {
    await send<Menu>(desk, "PUT", `api/menu/${drink}`, { body: { available } });
    await refresh(desk.board);
  });
}

/** takeByHand takes an order at the counter. It throws a RequestError. */
export async function takeByHand(desk: Desk, choice: Choice, idempotencyKey: string): Promise<QueuedOrder> {
  const order = await send<QueuedOrder>(desk, "POST", "api/queue", { body: choice, idempotencyKey });
  desk.queue.take(order);
  return order;
}

/** explain says in a sentence why something failed. */
export function explain(what: string, error: unknown): string {
  if (isCode(error, "offline")) return texts.failures.offline(what);
  return texts.failures.other(what, error instanceof RequestError ? error.detail : String(error));
}

/** send makes a request as the signed-in barista, and renews a token that is refused. */
async function send<T>(desk: Desk, method: Method, path: string, options: RequestOptions = {}): Promise<T> {
  const token = await desk.signIn.token();
  try {
    return await request<T>(method, path, { ...options, token });
  } catch (error) {
    if (!isCode(error, "unauthenticated")) throw error;
    return request<T>(method, path, { ...options, token: await desk.signIn.token(true) });
  }
}

/** change does one request about a subject at a time, and says why it failed. */
async function change(desk: Desk, subject: string, what: string, run: () => Promise<void>): Promise<void> {
  if (desk.pending.value.has(subject)) return;
  desk.pending.value = new Set([...desk.pending.value, subject]);
  try {
    await run();
  } catch (error) {
    if (!desk.expired.value) desk.notice.value = { kind: "warning", text: explain(what, error) };
    await refresh(desk.queue); // the row may show what is no longer so
  } finally {
    desk.pending.value = new Set([...desk.pending.value].filter((other) => other !== subject));
  }
}

/** refresh gets data by the HTTP API, in case the live update is late. */
async function refresh(store: { poll(): Promise<void> }): Promise<void> {
  await store.poll().catch(() => {}); // the badge says that there is no connection
}
