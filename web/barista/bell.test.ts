import { signal } from "@preact/signals";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { chime } from "../shared/attention";
import type { SignIn } from "../shared/signin";
import { ringForNews } from "./bell";
import { queuedOrder } from "./order.fixture";
import { Desk } from "./state";

vi.mock("../shared/attention", async (original) => ({ ...(await original()), chime: vi.fn() }));

const signIn = { state: signal({ kind: "signedIn", name: "ada", groups: ["barista"] }) } as unknown as SignIn;
const idle = { open: () => ({ readyState: 0, onopen: null, onmessage: null, onclose: null, onerror: null, send() {}, close() {} }), wakeUps: () => () => {} };

let desk: Desk;
let page: EventTarget & { title: string };
let end: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  vi.mocked(chime).mockClear();
  page = Object.assign(new EventTarget(), { title: "" });
  vi.stubGlobal("document", page);
  desk = new Desk("ws://live", signIn, idle);
  end = ringForNews(desk);
  desk.queue.take(queuedOrder(1), 0);
});
afterEach(() => {
  end();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("what was there when the page was opened does not ring", () => {
  expect([vi.mocked(chime).mock.calls.length, page.title]).toEqual([0, "(1) Queue · Coffee shop"]);
});

test("a new order rings, is read out, and flashes the title until someone touches the page", () => {
  desk.queue.take(queuedOrder(2), 0);
  expect([vi.mocked(chime).mock.calls.length, desk.said.value, page.title]).toEqual([1, "New order: number 2, tea.", "1 new order"]);
  vi.advanceTimersByTime(1000);
  expect(page.title).toBe("(2) Queue · Coffee shop");
  vi.advanceTimersByTime(1000);
  desk.queue.take(queuedOrder(3), 0);
  expect(page.title).toBe("2 new orders");
  page.dispatchEvent(new Event("pointerdown"));
  for (const _ of [1, 2]) {
    vi.advanceTimersByTime(1000);
    expect(page.title).toBe("(3) Queue · Coffee shop");
  }
});

test("a move is read out and does not ring", () => {
  desk.queue.take(queuedOrder(1, { state: "MAKING", barista: "grace", version: 2 }), 0);
  expect([vi.mocked(chime).mock.calls.length, desk.said.value]).toEqual([0, "Number 1: Making by grace."]);
});

test("what became of a counter order is said: its number, or why it was turned away", () => {
  desk.await("hand", "Tea");
  desk.queue.take(queuedOrder(4, { orderId: "hand" }), 0);
  expect(desk.notice.value).toEqual({ kind: "good", text: "Counter order: Tea is number 4." });
  desk.await("other", "Tea");
  const endedAt = "2026-11-22T12:00:00Z";
  desk.queue.take(queuedOrder(0, { orderId: "other", state: "REJECTED", reason: "QueueFull", endedAt }), 0);
  expect(desk.notice.value).toEqual({ kind: "bad", text: "Counter order: Tea was turned away, the queue is full." });
});

test("a counter order that is queued before its answer comes is said as well", () => {
  desk.queue.take(queuedOrder(4, { orderId: "hand" }), 0);
  desk.await("hand", "Tea");
  expect(desk.notice.value?.kind).toBe("good");
});
