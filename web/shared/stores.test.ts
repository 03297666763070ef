import { afterEach, expect, test, vi } from "vitest";
import type { LiveBoard, LiveMessage, Order, Queue, QueuedOrder } from "./contract";
import { BoardStore, OrderStore, QueueStore } from "./stores";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** answer has requests answered by a server whose clock shows a second. */
function answer(second: number, bodies: Record<string, object>): void {
  const headers = { Date: new Date(second * 1000).toUTCString() };
  vi.stubGlobal("fetch", async (path: string) => new Response(JSON.stringify(bodies[path]), { headers }));
}

const at = (second: number) => new Date(second * 1000).toISOString();

function boardMessage(version: number, more: Partial<LiveBoard> = {}): LiveMessage<LiveBoard> {
  const data = { preparing: [version], ready: [], open: true, estimatedWaitSeconds: 0, version, ...more };
  return { type: "change", channel: "board", version, at: at(version), data };
}

test("an older board is dropped", () => {
  const store = new BoardStore();
  store.receive(boardMessage(2));
  store.receive(boardMessage(1));
  expect(store.data.value?.preparing).toEqual([2]);
});

test("a menu that a newer board overtook is kept", () => {
  const store = new BoardStore();
  const menu = (name: string) => ({ drinks: [{ id: "a", name, available: true }] });
  store.receive(boardMessage(1, { menu: menu("first") }));
  store.receive(boardMessage(3));
  store.receive(boardMessage(2, { menu: menu("second") }));
  store.receive(boardMessage(1, { menu: menu("first") }));
  expect(store.menu.value?.drinks[0]?.name).toBe("second");
  expect(store.data.value?.version).toBe(3);
});

test("an older state of an order is dropped", () => {
  const store = new OrderStore("a", "secret");
  const order = (version: number, state: Order["state"]): Order => ({ orderId: "a", state, stages: [], version });
  store.take(order(5, "READY"));
  store.receive({ type: "change", channel: "order", version: 4, at: at(4), data: order(4, "MAKING") });
  expect(store.data.value?.state).toBe("READY");
});

function queued(id: string, version: number, more: Partial<QueuedOrder> = {}): QueuedOrder {
  return { orderId: id, state: "QUEUED", number: Number(id), ageSeconds: 0, version, ...more };
}
function snapshot(second: number, queue: Partial<Queue>): LiveMessage<Queue> {
  const data = { orders: [], finished: [], ...queue };
  return { type: "snapshot", channel: "barista", version: second * 1000, at: at(second), data };
}
function change(second: number, data: QueuedOrder): LiveMessage<QueuedOrder> {
  return { type: "change", channel: "barista", version: data.version, at: at(second), data };
}
const ids = (store: QueueStore) => store.data.value?.orders.map((order) => order.orderId);
const newQueue = () => new QueueStore(async () => "token");

test("orders are sorted by number, changes replace them", () => {
  const store = newQueue();
  store.receive(snapshot(1, { orders: [queued("2", 1), queued("1", 1)] }));
  store.receive(change(2, queued("3", 1)));
  store.receive(change(2, queued("1", 2, { state: "MAKING" })));
  expect(ids(store)).toEqual(["1", "2", "3"]);
  expect(store.data.value?.orders[0]?.state).toBe("MAKING");
});

test("a snapshot that was read before a change does not undo it", () => {
  const store = newQueue();
  store.receive(change(5, queued("1", 2, { state: "MAKING" })));
  store.receive(change(5, queued("2", 1)));
  store.receive(snapshot(4, { orders: [queued("1", 1)] }));
  expect(ids(store)).toEqual(["1", "2"]);
  expect(store.data.value?.orders[0]?.state).toBe("MAKING");
});

test("a newer snapshot removes what it does not list", () => {
  const store = newQueue();
  store.receive(snapshot(1, { orders: [queued("1", 1), queued("2", 1)] }));
  store.receive(snapshot(2, { orders: [queued("2", 1)] }));
  expect(ids(store)).toEqual(["2"]);
});

test("a partial snapshot removes nothing", () => {
  const store = newQueue();
  store.receive(snapshot(1, { orders: [queued("1", 1), queued("2", 1)] }));
  store.receive({ ...snapshot(2, { orders: [queued("2", 2)] }), partial: true });
  expect(ids(store)).toEqual(["1", "2"]);
});

test("an order that ended is finished, newest first, at most ten", () => {
  const store = newQueue();
  for (let i = 1; i <= 12; i++) {
    store.receive(change(i, queued(String(i), 2, { state: "COLLECTED", endedAt: at(i) })));
  }
  expect(ids(store)).toEqual([]);
  expect(store.data.value?.finished.map((order) => order.number)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3]);
});

const hour = 3600;

test("on a phone whose clock is an hour fast, news replace what it polled", async () => {
  const now = Math.floor(Date.now() / 1000);
  vi.useFakeTimers({ now: (now + hour) * 1000 });
  answer(now, {
    "api/board": boardMessage(now * 1000).data,
    "api/shop": { menu: { drinks: [{ id: "a", name: "polled", available: true }] } },
    "api/queue": { orders: [queued("1", 1)], finished: [] },
  });
  const [board, queue] = [new BoardStore(), newQueue()];
  await board.poll();
  board.receive(boardMessage((now + 2) * 1000, { menu: { drinks: [{ id: "a", name: "sent", available: true }] } }));
  expect(board.menu.value?.drinks[0]?.name).toBe("sent");
  await queue.poll();
  expect(ids(queue)).toEqual(["1"]);
  queue.receive(snapshot(now + 2, {}));
  expect(ids(queue)).toEqual([]);
});
