import { signal } from "@preact/signals";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { clock } from "../shared/clock";
import type { Live, LiveState, Subscription } from "../shared/live";
import { loadOrder } from "../shared/order-storage";
import type { BoardStore } from "../shared/stores";
import { type Remark, Visit } from "./visit";

type Answer = [status: number, body: unknown, headers?: Record<string, string>] | "offline";

/** The API: answers by method and path, and what was asked. */
let answers: Record<string, () => Answer>;
let asked: { route: string; key: string | null; body: unknown }[];
let remarks: Remark[];
let followed: string[];
let stored: Map<string, string>;
let visit: Visit;

const refusal = (status: number, code: string, headers?: Record<string, string>): Answer => [status, { code, detail: code }, headers];
const orderIn = (state: string, id = "o1"): Answer => [200, { orderId: id, state, stages: [], version: 1 }];
const ticket = (id: string): Answer => [201, { orderId: id, secret: `secret of ${id}`, placeBy: "2026-11-25T10:00:00Z" }];
const redeemed = () => asked.filter(({ route }) => route === "POST api/orders");

function newVisit(): Visit {
  const state = signal<LiveState>({ kind: "live" });
  const subscribe = (subscription: Subscription) => {
    followed.push(subscription.orderId ?? "");
    return () => {};
  };
  const board = { poll: async () => {} } as BoardStore;
  return new Visit({ state, subscribe } as unknown as Live, board, (remark) => remarks.push(remark), () => 0);
}

beforeEach(() => {
  vi.useFakeTimers();
  [asked, remarks, followed, stored] = [[], [], [], new Map()];
  answers = { "POST api/orders": () => ticket("o1"), "GET api/orders/o1": () => orderIn("STARTED") };
  vi.stubGlobal("location", { pathname: "/" });
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
    removeItem: (key: string) => stored.delete(key),
  });
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    const route = `${init.method} ${path}`;
    asked.push({ route, key: (init.headers as Headers).get("Idempotency-Key"), body: init.body && JSON.parse(String(init.body)) });
    const answer = answers[route]?.() ?? refusal(404, "order_unknown");
    if (answer === "offline") throw new TypeError("no network");
    return new Response(JSON.stringify(answer[1]), { status: answer[0], headers: answer[2] ?? {} });
  });
  visit = newVisit();
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("without a code or an order, the page asks to scan", async () => {
  await visit.arrive();
  expect(visit.screen.value).toEqual({ kind: "scan" });
  expect(asked).toEqual([]);
});

test("a code is redeemed, and its order followed", async () => {
  const taken = vi.fn();
  await visit.arrive("code", taken);
  expect(visit.screen.value.kind).toBe("order");
  expect([followed, redeemed().length, taken.mock.calls.length, remarks]).toEqual([["o1"], 1, 1, []]);
});

test("a reload finds the order again and redeems nothing", async () => {
  await visit.arrive("code");
  await newVisit().arrive();
  expect([followed, redeemed().length]).toEqual([["o1", "o1"], 1]);
});

test("a redemption that got no response is repeated with the same key", async () => {
  let tries = 0;
  answers["POST api/orders"] = () => (++tries < 3 ? "offline" : ticket("o1"));
  const arriving = visit.arrive("code");
  await vi.advanceTimersByTimeAsync(0);
  expect(visit.screen.value).toEqual({ kind: "waiting", reason: "offline" });
  await vi.runAllTimersAsync();
  await arriving;
  expect([visit.screen.value.kind, new Set(redeemed().map(({ key }) => key)).size, tries]).toEqual(["order", 1, 3]);
});

test("a reload during the redemption repeats it with the same key", async () => {
  answers["POST api/orders"] = () => "offline";
  void visit.arrive("code");
  await vi.advanceTimersByTimeAsync(0);
  answers["POST api/orders"] = () => ticket("o1");
  await newVisit().arrive();
  expect(new Set(redeemed().map(({ key }) => key)).size).toBe(1);
  expect(followed).toEqual(["o1"]);
});

test("while an order is open, another code leads to it and is not redeemed", async () => {
  await visit.arrive("code");
  const second = newVisit();
  await second.arrive("another code");
  expect([redeemed().length, followed, remarks]).toEqual([1, ["o1", "o1"], ["alreadyOrdered"]]);
});

test("after an order's end, another code is redeemed with a new key", async () => {
  await visit.arrive("code");
  answers["GET api/orders/o1"] = () => orderIn("COLLECTED");
  answers["POST api/orders"] = () => ticket("o2");
  await newVisit().arrive("another code");
  expect([followed, remarks, new Set(redeemed().map(({ key }) => key)).size]).toEqual([["o1", "o2"], [], 2]);
});

test("an order is kept while the shop cannot be asked about it", async () => {
  await visit.arrive("code");
  answers["GET api/orders/o1"] = () => [403, "<html>another network's sign-in page"];
  void newVisit().arrive("another code");
  await vi.advanceTimersByTimeAsync(60_000);
  expect([redeemed().length, loadOrder()?.ticket?.orderId]).toEqual([1, "o1"]);
});

test("a refused code is not kept, and a code that is used up tells when the next one comes", async () => {
  answers["POST api/orders"] = () => refusal(429, "code_used_up", { "Retry-After": "95" });
  await visit.arrive("code");
  expect(visit.screen.value).toEqual({ kind: "refused", reason: "code_used_up", code: "code", next: clock.now() + 95_000 });
  expect(loadOrder()).toBeUndefined();
});

test("a busy shop is asked again after its Retry-After, or at once on request", async () => {
  answers["POST api/orders"] = () => refusal(503, "busy", { "Retry-After": "30" });
  const arriving = visit.arrive("code");
  await vi.advanceTimersByTimeAsync(29_000);
  expect([visit.screen.value, redeemed().length]).toEqual([{ kind: "waiting", reason: "busy" }, 1]);
  answers["POST api/orders"] = () => ticket("o1");
  visit.retry();
  await arriving;
  expect(followed).toEqual(["o1"]);
});

test("an order is forgotten a day later", async () => {
  await visit.arrive("code");
  vi.advanceTimersByTime(25 * 60 * 60_000);
  const later = newVisit();
  await later.arrive();
  expect([later.screen.value.kind, stored.size]).toEqual(["scan", 0]);
});

test("a drink that sold out is remarked, and the order stays", async () => {
  await visit.arrive("code");
  answers["PUT api/orders/o1"] = () => refusal(409, "drink_sold_out");
  const screen = visit.screen.value;
  if (screen.kind !== "order") throw new Error(screen.kind);
  await visit.place(screen.store, { drink: "latte" });
  expect([remarks, visit.screen.value.kind, visit.busy.value]).toEqual([["soldOut"], "order", false]);
});

test("a cancellation that comes too late shows what the order became", async () => {
  await visit.arrive("code");
  answers["DELETE api/orders/o1"] = () => refusal(409, "order_state");
  answers["GET api/orders/o1"] = () => orderIn("MAKING");
  const screen = visit.screen.value;
  if (screen.kind !== "order") throw new Error(screen.kind);
  await visit.cancel(screen.store);
  expect([remarks, screen.store.data.value?.state]).toEqual([["tooLateToCancel"], "MAKING"]);
});

test("another tab's order is followed, and forgotten with it", async () => {
  await visit.arrive();
  await newVisit().arrive("code");
  visit.takeFromOtherTab();
  await vi.advanceTimersByTimeAsync(0);
  expect([visit.screen.value.kind, redeemed().length]).toEqual(["order", 1]);
  stored.clear();
  visit.takeFromOtherTab();
  expect(visit.screen.value).toEqual({ kind: "scan" });
});
