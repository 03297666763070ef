import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { clock } from "./clock";
import type { LiveMessage } from "./contract";
import type { Socket } from "./environment";
import { RequestError } from "./http";
import { Live, type Subscription } from "./live";

class FakeSocket implements Socket {
  readyState = 0;
  onopen: ((event: never) => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: never) => void) | null = null;
  onerror: ((event: never) => void) | null = null;
  sent: unknown[] = [];

  accept(): void {
    this.readyState = 1;
    this.onopen?.(undefined as never);
  }
  say(message: object): void {
    this.onmessage?.({ data: JSON.stringify({ at: new Date().toISOString(), ...message }) });
  }
  fail(): void {
    this.readyState = 3;
    this.onclose?.(undefined as never);
  }
  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
  close(): void {
    this.readyState = 3;
  }
}

let sockets: FakeSocket[];
let wake: () => void;
let online: boolean;
let live: Live;

const last = () => sockets[sockets.length - 1] as FakeSocket;
const snapshot = { type: "snapshot", channel: "board", version: 1, data: {} };
const settle = () => vi.advanceTimersByTimeAsync(0);

function board(more: Partial<Subscription> = {}): Subscription & { got: LiveMessage<unknown>[]; polls: number } {
  const subscription = {
    channel: "board" as const,
    got: [] as LiveMessage<unknown>[],
    polls: 0,
    receive(message: LiveMessage<unknown>) {
      subscription.got.push(message);
    },
    async poll() {
      subscription.polls++;
    },
    ...more,
  };
  return subscription;
}

beforeEach(() => {
  vi.useFakeTimers();
  sockets = [];
  online = true;
  live = new Live("wss://live", {
    open: () => {
      sockets.push(new FakeSocket());
      return last();
    },
    wakeUps: (call) => {
      wake = call;
      return () => {};
    },
    random: () => 1,
    online: () => online,
  });
});

afterEach(() => {
  live.close();
  vi.useRealTimers();
});

async function connect(subscription: Subscription): Promise<void> {
  live.subscribe(subscription);
  last().accept();
  await settle();
  last().say({ ...snapshot, channel: subscription.channel });
}

describe("connecting", () => {
  test("is live once every subscription has its snapshot", async () => {
    live.subscribe(board());
    live.subscribe(board({ channel: "barista", token: async () => "token" }));
    expect(sockets).toHaveLength(1);
    last().accept();
    await settle();
    expect(last().sent).toEqual([
      { action: "subscribe", channel: "board" },
      { action: "subscribe", channel: "barista", token: "token" },
    ]);
    last().say(snapshot);
    expect(live.state.value.kind).toBe("reconnecting");
    last().say({ ...snapshot, channel: "barista" });
    expect(live.state.value).toEqual({ kind: "live" });
    expect(live.heard.value).toBe(clock.now());
  });

  test("a later subscription uses the open socket", async () => {
    await connect(board());
    live.subscribe(board({ channel: "order", orderId: "a", token: async () => "secret" }));
    await settle();
    expect(sockets).toHaveLength(1);
    expect(last().sent.at(-1)).toEqual({ action: "subscribe", channel: "order", orderId: "a", token: "secret" });
  });

  test("messages reach only their own order's subscription", async () => {
    const a = board({ channel: "order", orderId: "a" });
    const b = board({ channel: "order", orderId: "b" });
    live.subscribe(a);
    live.subscribe(b);
    last().accept();
    last().say({ ...snapshot, channel: "order", data: { orderId: "b" } });
    expect([a.got.length, b.got.length]).toEqual([0, 1]);
  });

  test("a socket that neither opens nor closes is given up after 10 s", async () => {
    live.subscribe(board());
    await vi.advanceTimersByTimeAsync(9999);
    expect(last().readyState).toBe(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(last().readyState).toBe(3);
  });

  test("the end of the last subscription closes the socket", async () => {
    const end = live.subscribe(board());
    last().accept();
    end();
    expect(last().readyState).toBe(3);
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(sockets).toHaveLength(1);
  });
});

describe("reconnecting", () => {
  test("waits with jitter from 0.5 s to 15 s, for ever", async () => {
    live.subscribe(board());
    const waits: number[] = [];
    for (let i = 0; i < 12; i++) {
      const before = Date.now();
      last().fail();
      await vi.advanceTimersToNextTimerAsync();
      while (sockets.length < i + 2) await vi.advanceTimersToNextTimerAsync();
      waits.push(Date.now() - before);
    }
    expect(waits).toEqual([1000, 2000, 4000, 8000, 15000, 15000, 15000, 15000, 15000, 15000, 15000, 15000]);
  });

  test("tells since when, and subscribes again", async () => {
    const subscription = board();
    await connect(subscription);
    await vi.advanceTimersByTimeAsync(20_000);
    const since = clock.now();
    last().fail();
    expect(live.state.value).toEqual({ kind: "reconnecting", since, polling: false });
    await vi.advanceTimersByTimeAsync(1000);
    expect(sockets).toHaveLength(2);
    last().accept();
    await settle();
    last().say(snapshot);
    expect(live.state.value).toEqual({ kind: "live" });
    expect(subscription.got).toHaveLength(2);
  });

  test("waits longer for a connection that always breaks at once", async () => {
    await connect(board());
    last().fail();
    await vi.advanceTimersByTimeAsync(1000);
    last().accept();
    last().say(snapshot);
    last().fail();
    await vi.advanceTimersByTimeAsync(1999);
    expect(sockets).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1);
    expect(sockets).toHaveLength(3);
  });

  test("ignores what a socket of before says", async () => {
    const subscription = board();
    await connect(subscription);
    const first = last();
    const heard = first.onmessage;
    wakeAfterSleep();
    heard?.({ data: JSON.stringify({ ...snapshot, at: new Date().toISOString() }) });
    expect(subscription.got).toHaveLength(1);
  });
});

function wakeAfterSleep(): void {
  vi.setSystemTime(Date.now() + 3_600_000);
  wake();
}

describe("waking up", () => {
  test("opens a new socket, since the old one may be dead", async () => {
    await connect(board());
    const first = last();
    wakeAfterSleep();
    expect(first.readyState).toBe(3);
    expect(sockets).toHaveLength(2);
  });

  test("only subscribes again right after a message", async () => {
    await connect(board());
    wake();
    await settle();
    expect(sockets).toHaveLength(1);
    expect(last().sent).toHaveLength(2);
  });

  test("does not wait for the next attempt", async () => {
    live.subscribe(board());
    for (let i = 0; i < 6; i++) {
      last().fail();
      await vi.advanceTimersByTimeAsync(15_000);
    }
    last().fail();
    const before = sockets.length;
    wake();
    expect(sockets).toHaveLength(before + 1);
  });
});

describe("silence", () => {
  test("of a minute has it subscribe again", async () => {
    await connect(board());
    await vi.advanceTimersByTimeAsync(59_999);
    expect(last().sent).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(last().sent).toHaveLength(2);
  });

  test("that goes on after that is a dead socket", async () => {
    await connect(board());
    await vi.advanceTimersByTimeAsync(70_000);
    expect(live.state.value.kind).toBe("reconnecting");
  });
});

describe("polling", () => {
  test("starts after three attempts and ends with the next snapshot", async () => {
    const subscription = board();
    live.subscribe(subscription);
    last().fail();
    await vi.advanceTimersByTimeAsync(1000);
    last().fail();
    await vi.advanceTimersByTimeAsync(2000);
    expect(subscription.polls).toBe(0);
    last().fail();
    await settle();
    expect(subscription.polls).toBe(1);
    expect(live.state.value).toMatchObject({ kind: "reconnecting", polling: true });
    await vi.advanceTimersByTimeAsync(6000);
    expect(subscription.polls).toBe(2);
    last().accept();
    await settle();
    last().say(snapshot);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(subscription.polls).toBe(2);
    expect(live.state.value).toEqual({ kind: "live" });
  });

  test("fails: the page is offline until a poll succeeds", async () => {
    let reachable = false;
    live.subscribe(
      board({
        poll: async () => {
          if (!reachable) throw new RequestError("offline", 0, "");
        },
      }),
    );
    for (let i = 0; i < 3; i++) {
      last().fail();
      await vi.advanceTimersByTimeAsync(4000);
    }
    expect(live.state.value.kind).toBe("offline");
    reachable = true;
    await vi.advanceTimersByTimeAsync(40_000);
    expect(live.state.value).toMatchObject({ kind: "reconnecting", polling: true });
  });

  test("follows a partial message", async () => {
    const subscription = board();
    await connect(subscription);
    last().say({ ...snapshot, partial: true });
    last().say({ ...snapshot, partial: true });
    await vi.advanceTimersByTimeAsync(1000);
    expect(subscription.polls).toBe(1);
  });

  test("is offline at once if the browser says so", async () => {
    await connect(board());
    online = false;
    last().fail();
    expect(live.state.value.kind).toBe("offline");
  });
});

describe("a refusal", () => {
  const refuse = (code: string, channel?: string) => last().say({ type: "error", code, channel });

  test("goes to onError, once, and the others go on", async () => {
    const errors: string[] = [];
    live.subscribe(board());
    live.subscribe(board({ channel: "barista", token: async () => "token", onError: (code) => errors.push(code) }));
    last().accept();
    await settle();
    refuse("forbidden", "barista");
    await vi.advanceTimersByTimeAsync(1000);
    last().accept();
    await settle();
    expect(errors).toEqual(["forbidden"]);
    expect(last().sent).toEqual([{ action: "subscribe", channel: "board" }]);
  });

  test("of a token asks for a new one first", async () => {
    const errors: string[] = [];
    const asked: boolean[] = [];
    const token = async (renew: boolean) => {
      asked.push(renew);
      return "token";
    };
    live.subscribe(board({ channel: "barista", token, onError: (code) => errors.push(code) }));
    last().accept();
    await settle();
    refuse("unauthenticated", "barista");
    await vi.advanceTimersByTimeAsync(1000);
    last().accept();
    await settle();
    expect([asked, errors]).toEqual([[false, true], []]);
    refuse("unauthenticated", "barista");
    await vi.advanceTimersByTimeAsync(600_000);
    expect([asked, errors]).toEqual([[false, true], ["unauthenticated"]]);
    live.retry();
    expect(live.state.value.kind).toBe("reconnecting");
    expect(sockets).toHaveLength(3);
  });

  test("of a passing kind is tried again", async () => {
    const errors: string[] = [];
    live.subscribe(board({ channel: "order", orderId: "a", token: async () => "s", onError: (code) => errors.push(code) }));
    last().accept();
    await settle();
    refuse("busy", "order");
    await vi.advanceTimersByTimeAsync(1000);
    expect([sockets.length, errors]).toEqual([2, []]);
  });

  test("by the sign-in asks nothing of the server", async () => {
    const errors: string[] = [];
    const token = () => Promise.reject(new RequestError("unauthenticated", 401, ""));
    live.subscribe(board({ channel: "barista", token, onError: (code) => errors.push(code) }));
    last().accept();
    await settle();
    expect([last().sent, errors]).toEqual([[], ["unauthenticated"]]);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(sockets).toHaveLength(1);
  });
});
