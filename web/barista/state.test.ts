import { signal } from "@preact/signals";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { QueuedOrder } from "../shared/contract";
import { RequestError } from "../shared/http";
import type { SignIn, SignInState } from "../shared/signin";
import { cancelOrder, setAvailable, takeByHand, takeStep } from "./actions";
import { queuedOrder } from "./order.fixture";
import { Desk } from "./state";

const signInState = signal<SignInState>({ kind: "signedIn", name: "ada", groups: ["barista"] });
const token = vi.fn(async (renew?: boolean) => (renew ? "renewed" : "token"));
const signIn = { state: signInState, token } as unknown as SignIn;
const idle = { open: () => ({ readyState: 0, onopen: null, onmessage: null, onclose: null, onerror: null, send() {}, close() {} }), wakeUps: () => () => {} };

let desk: Desk;
let asked: [string, string, string | null, unknown][];
let answers: Record<string, () => Response>;

function problem(status: number, code: string, detail: string): () => Response {
  return () => Response.json({ status, code, detail }, { status });
}

beforeEach(() => {
  signInState.value = { kind: "signedIn", name: "ada", groups: ["barista"] };
  asked = [];
  answers = { "GET api/queue": () => Response.json({ orders: [], finished: [] }) };
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    const headers = new Headers(init.headers);
    asked.push([`${init.method} ${path}`, headers.get("Authorization") ?? "", headers.get("Idempotency-Key"), init.body]);
    const answer = answers[`${init.method} ${path}`];
    if (!answer) throw new TypeError("no network");
    return answer();
  });
  desk = new Desk("ws://live", signIn, idle);
});
afterEach(() => vi.unstubAllGlobals());

const show = (...orders: QueuedOrder[]) => {
  for (const order of orders) desk.queue.take(order, 0);
};
const numbers = (state: "QUEUED" | "MAKING" | "READY") => desk.lanes[state].slots.value.map((slot) => slot.order.number);

describe("the desk", () => {
  test("sorts orders into columns, oldest first, and filters them by drink", () => {
    show(queuedOrder(3), queuedOrder(1), queuedOrder(2, { state: "MAKING" }), queuedOrder(4, { choice: { drink: "latte" } }));
    expect([numbers("QUEUED"), numbers("MAKING"), numbers("READY")]).toEqual([[1, 3, 4], [2], []]);
    desk.filter.value = "latte";
    expect([numbers("QUEUED"), numbers("MAKING")]).toEqual([[4], []]);
  });

  test("a step moves the order as soon as the server has answered", async () => {
    show(queuedOrder(1));
    answers["POST api/queue/order-1/claim"] = () => Response.json(queuedOrder(1, { state: "MAKING", barista: "ada", version: 2 }));
    const taken = takeStep(desk, queuedOrder(1), "claim");
    expect([desk.pending.value.has("order-1"), numbers("MAKING")]).toEqual([true, []]);
    await taken;
    expect([desk.pending.value.has("order-1"), numbers("MAKING")]).toEqual([false, [1]]);
  });

  test("a second press while the first is on its way asks for nothing", async () => {
    show(queuedOrder(1));
    answers["POST api/queue/order-1/claim"] = () => Response.json(queuedOrder(1, { state: "MAKING", version: 2 }));
    await Promise.all([takeStep(desk, queuedOrder(1), "claim"), takeStep(desk, queuedOrder(1), "claim")]);
    expect(asked).toHaveLength(1);
  });

  test("says who was quicker, and corrects the row", async () => {
    show(queuedOrder(1));
    answers["POST api/queue/order-1/claim"] = problem(409, "order_claimed", "grace is making this order.");
    answers["GET api/queue"] = () => Response.json({ orders: [queuedOrder(1, { state: "MAKING", barista: "grace", version: 2 })], finished: [] });
    await takeStep(desk, queuedOrder(1), "claim");
    expect(desk.notice.value).toEqual({ kind: "warning", text: "Number 1, Making: grace is making this order." });
    expect(numbers("MAKING")).toEqual([1]);
  });

  test("a token that is refused is renewed once, and the request repeated", async () => {
    let refused = 0;
    answers["POST api/queue/order-1/cancel"] = () => {
      if (refused++ === 0) return problem(401, "unauthenticated", "")();
      return Response.json(queuedOrder(1, { state: "CANCELLED", version: 2 }));
    };
    await cancelOrder(desk, queuedOrder(1), "no milk");
    expect(asked.map(([, authorization, , body]) => [authorization, body])).toEqual([
      ["Bearer token", '{"reason":"no milk"}'],
      ["Bearer renewed", '{"reason":"no milk"}'],
    ]);
    expect(desk.notice.value).toBeUndefined();
  });

  test("a sign-in that expired says so once, not for each step, and keeps the name", async () => {
    token.mockImplementationOnce(async () => {
      signInState.value = { kind: "signedOut" };
      throw new RequestError("unauthenticated", 401, "Please sign in again.");
    });
    await takeStep(desk, queuedOrder(1), "claim");
    expect([desk.expired.value, desk.notice.value, desk.me.value]).toEqual([true, undefined, "ada"]);
  });

  test("without a network says that trying again is harmless", async () => {
    await setAvailable(desk, "tea", false);
    expect(desk.notice.value?.text).toContain("Try again");
  });

  test("a counter order carries its key", async () => {
    answers["POST api/queue"] = () => Response.json(queuedOrder(0, { orderId: "hand", state: "PLACED" }), { status: 201 });
    await takeByHand(desk, { drink: "tea" }, "key-of-the-form");
    expect(asked[0]).toEqual(["POST api/queue", "Bearer token", "key-of-the-form", '{"drink":"tea"}']);
  });

  test("news reach those who listen, from the second look on", () => {
    const arrived: number[][] = [];
    show(queuedOrder(1));
    desk.onNews((news) => arrived.push(news.arrived.map((order) => order.number)));
    show(queuedOrder(2));
    expect(arrived).toEqual([[2]]);
  });

  test("a notice of success goes away by itself, a warning stays", () => {
    vi.useFakeTimers();
    desk.notice.value = { kind: "good", text: "open" };
    vi.advanceTimersByTime(8000);
    expect(desk.notice.value).toBeUndefined();
    desk.notice.value = { kind: "warning", text: "quicker" };
    vi.advanceTimersByTime(80_000);
    expect(desk.notice.value?.text).toBe("quicker");
    vi.useRealTimers();
  });
});
