import { describe, expect, test, vi } from "vitest";
import { clock } from "./clock";
import { RequestError } from "./http";
import { type Page, board, eachPage, settle, snapshot } from "./live.fake";

let page: Page;
eachPage((fresh) => (page = fresh));

describe("connecting", () => {
  test("is live once every subscription has its snapshot", async () => {
    page.live.subscribe(board());
    page.live.subscribe(board({ channel: "barista", token: async () => "token" }));
    expect(page.sockets).toHaveLength(1);
    page.last.accept();
    await settle();
    expect(page.last.sent).toEqual([
      { action: "subscribe", channel: "board" },
      { action: "subscribe", channel: "barista", token: "token" },
    ]);
    page.last.say(snapshot);
    expect(page.live.state.value.kind).toBe("reconnecting");
    page.last.say({ ...snapshot, channel: "barista" });
    expect(page.live.state.value).toEqual({ kind: "live" });
    expect(page.live.heard.value).toBe(clock.now());
  });

  test("a later subscription uses the open socket", async () => {
    await page.connect(board());
    page.live.subscribe(board({ channel: "order", orderId: "a", token: async () => "secret" }));
    await settle();
    expect(page.sockets).toHaveLength(1);
    expect(page.last.sent.at(-1)).toEqual({ action: "subscribe", channel: "order", orderId: "a", token: "secret" });
  });

  test("the server's time is taken from messages", async () => {
    await page.connect(board());
    page.last.say({ ...snapshot, at: new Date(Date.now() + 3_600_000).toISOString() });
    expect(clock.now()).toBe(Date.now() + 3_600_000);
  });

  test("messages reach only their own order's subscription", async () => {
    const a = board({ channel: "order", orderId: "a" });
    const b = board({ channel: "order", orderId: "b" });
    page.live.subscribe(a);
    page.live.subscribe(b);
    page.last.accept();
    page.last.say({ ...snapshot, channel: "order", data: { orderId: "b" } });
    expect([a.got.length, b.got.length]).toEqual([0, 1]);
  });

  test("a socket that neither opens nor closes is given up after 10 s", async () => {
    page.live.subscribe(board());
    await vi.advanceTimersByTimeAsync(9999);
    expect(page.last.readyState).toBe(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(page.last.readyState).toBe(3);
  });

  test("the end of the last subscription closes the socket", async () => {
    const end = page.live.subscribe(board());
    page.last.accept();
    end();
    expect(page.last.readyState).toBe(3);
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(page.sockets).toHaveLength(1);
  });
});

describe("a refusal", () => {
  const refuse = (code: string, channel?: string) => page.last.say({ type: "error", code, channel });

  test("goes to onError, once, and the others go on", async () => {
    const errors: string[] = [];
    page.live.subscribe(board());
    page.live.subscribe(board({ channel: "barista", token: async () => "token", onError: (code) => errors.push(code) }));
    page.last.accept();
    await settle();
    refuse("forbidden", "barista");
    await vi.advanceTimersByTimeAsync(1000);
    page.last.accept();
    await settle();
    expect(errors).toEqual(["forbidden"]);
    expect(page.last.sent).toEqual([{ action: "subscribe", channel: "board" }]);
  });

  test("of a token asks for a new one first", async () => {
    const errors: string[] = [];
    const asked: boolean[] = [];
    const token = async (renew: boolean) => {
      asked.push(renew);
      return "token";
    };
    page.live.subscribe(board({ channel: "barista", token, onError: (code) => errors.push(code) }));
    page.last.accept();
    await settle();
    refuse("unauthenticated", "barista");
    await vi.advanceTimersByTimeAsync(1000);
    page.last.accept();
    await settle();
    expect([asked, errors]).toEqual([[false, true], []]);
    refuse("unauthenticated", "barista");
    await vi.advanceTimersByTimeAsync(600_000);
    expect([asked, errors]).toEqual([[false, true], ["unauthenticated"]]);
    page.live.retry();
    expect(page.live.state.value.kind).toBe("reconnecting");
    expect(page.sockets).toHaveLength(3);
  });

  test("without a channel concerns those with a token", async () => {
    const errors: string[] = [];
    page.live.subscribe(board({ onError: () => errors.push("board") }));
    page.live.subscribe(board({ channel: "barista", token: async () => "token", onError: () => errors.push("barista") }));
    page.last.accept();
    await settle();
    refuse("forbidden");
    expect(errors).toEqual(["barista"]);
  });

  test("of a passing kind is tried again", async () => {
    const errors: string[] = [];
    page.live.subscribe(board({ channel: "order", orderId: "a", token: async () => "s", onError: (code) => errors.push(code) }));
    page.last.accept();
    await settle();
    refuse("busy", "order");
    await vi.advanceTimersByTimeAsync(1000);
    expect([page.sockets.length, errors]).toEqual([2, []]);
  });

  test("by the sign-in asks nothing of the server", async () => {
    const errors: string[] = [];
    const token = () => Promise.reject(new RequestError("unauthenticated", 401, ""));
    page.live.subscribe(board({ channel: "barista", token, onError: (code) => errors.push(code) }));
    page.last.accept();
    await settle();
    expect([page.last.sent, errors]).toEqual([[], ["unauthenticated"]]);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(page.sockets).toHaveLength(1);
  });
});
