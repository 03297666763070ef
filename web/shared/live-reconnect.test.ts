import { describe, expect, test, vi } from "vitest";
import { clock } from "./clock";
import { RequestError } from "./http";
import { type Page, board, eachPage, settle, snapshot } from "./live.fake";

let page: Page;
eachPage((fresh) => (page = fresh));

describe("reconnecting", () => {
  test("waits with jitter from 0.5 s to 15 s, for ever", async () => {
    page.live.subscribe(board());
    const waits: number[] = [];
    for (let i = 0; i < 12; i++) {
      const before = Date.now();
      page.last.fail();
      await vi.advanceTimersToNextTimerAsync();
      while (page.sockets.length < i + 2) await vi.advanceTimersToNextTimerAsync();
      waits.push(Date.now() - before);
    }
    expect(waits).toEqual([1000, 2000, 4000, 8000, 15000, 15000, 15000, 15000, 15000, 15000, 15000, 15000]);
  });

  test("tells since when, and subscribes again", async () => {
    const subscription = board();
    await page.connect(subscription);
    await vi.advanceTimersByTimeAsync(20_000);
    const since = clock.now();
    page.last.fail();
    expect(page.live.state.value).toEqual({ kind: "reconnecting", since, polling: false });
    await vi.advanceTimersByTimeAsync(1000);
    expect(page.sockets).toHaveLength(2);
    page.last.accept();
    await settle();
    page.last.say(snapshot);
    expect(page.live.state.value).toEqual({ kind: "live" });
    expect(subscription.got).toHaveLength(2);
  });

  test("waits longer for a connection that always breaks at once", async () => {
    await page.connect(board());
    page.last.fail();
    await vi.advanceTimersByTimeAsync(1000);
    page.last.accept();
    page.last.say(snapshot);
    page.last.fail();
    await vi.advanceTimersByTimeAsync(1999);
    expect(page.sockets).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1);
    expect(page.sockets).toHaveLength(3);
  });

  test("ignores what a socket of before says", async () => {
    const subscription = board();
    await page.connect(subscription);
    const first = page.last;
    const heard = first.onmessage;
    page.wakeAfterSleep();
    heard?.({ data: JSON.stringify({ ...snapshot, at: new Date().toISOString() }) });
    expect(subscription.got).toHaveLength(1);
  });
});

describe("waking up", () => {
  test("opens a new socket, since the old one may be dead", async () => {
    await page.connect(board());
    const first = page.last;
    page.wakeAfterSleep();
    expect(first.readyState).toBe(3);
    expect(page.sockets).toHaveLength(2);
  });

  test("tells at once that the device is offline", async () => {
    await page.connect(board());
    page.online = false;
    page.wake();
    page.last.fail();
    expect(page.live.state.value.kind).toBe("offline");
  });

  test("only subscribes again right after a message", async () => {
    await page.connect(board());
    page.wake();
    await settle();
    expect(page.sockets).toHaveLength(1);
    expect(page.last.sent).toHaveLength(2);
  });

  test("does not wait for the next attempt", async () => {
    page.live.subscribe(board());
    for (let i = 0; i < 6; i++) {
      page.last.fail();
      await vi.advanceTimersByTimeAsync(15_000);
    }
    page.last.fail();
    const before = page.sockets.length;
    page.wake();
    expect(page.sockets).toHaveLength(before + 1);
  });
});

describe("silence", () => {
  test("of a minute has it subscribe again", async () => {
    await page.connect(board());
    await vi.advanceTimersByTimeAsync(59_999);
    expect(page.last.sent).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(page.last.sent).toHaveLength(2);
  });

  test("of one subscription is not hidden by news of another", async () => {
    page.live.subscribe(board());
    page.live.subscribe(board({ channel: "order", orderId: "a" }));
    page.last.accept();
    await settle();
    page.last.say(snapshot);
    page.last.say({ ...snapshot, channel: "order", data: { orderId: "a" } });
    page.wake(); // subscribes again, and only the board answers
    for (let second = 0; second < 10; second++) {
      page.last.say(snapshot);
      await vi.advanceTimersByTimeAsync(1000);
    }
    expect(page.live.state.value.kind).toBe("reconnecting");
  });

  test("that goes on after that is a dead socket", async () => {
    await page.connect(board());
    await vi.advanceTimersByTimeAsync(70_000);
    expect(page.live.state.value.kind).toBe("reconnecting");
  });
});

describe("polling", () => {
  test("starts after three attempts and ends with the next snapshot", async () => {
    const subscription = board();
    page.live.subscribe(subscription);
    page.last.fail();
    await vi.advanceTimersByTimeAsync(1000);
    page.last.fail();
    await vi.advanceTimersByTimeAsync(2000);
    expect(subscription.polls).toBe(0);
    page.last.fail();
    await settle();
    expect(subscription.polls).toBe(1);
    expect(page.live.state.value).toMatchObject({ kind: "reconnecting", polling: true });
    await vi.advanceTimersByTimeAsync(6000);
    expect(subscription.polls).toBe(2);
    page.last.accept();
    await settle();
    page.last.say(snapshot);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(subscription.polls).toBe(2);
    expect(page.live.state.value).toEqual({ kind: "live" });
  });

  test("fails: the page is offline until a poll succeeds", async () => {
    let reachable = false;
    page.live.subscribe(
      board({
        poll: async () => {
          if (!reachable) throw new RequestError("offline", 0, "");
        },
      }),
    );
    for (let i = 0; i < 3; i++) {
      page.last.fail();
      await vi.advanceTimersByTimeAsync(4000);
    }
    expect(page.live.state.value.kind).toBe("offline");
    reachable = true;
    await vi.advanceTimersByTimeAsync(40_000);
    expect(page.live.state.value).toMatchObject({ kind: "reconnecting", polling: true });
  });

  test("follows a partial message", async () => {
    const subscription = board();
    await page.connect(subscription);
    page.last.say({ ...snapshot, partial: true });
    page.last.say({ ...snapshot, partial: true });
    await vi.advanceTimersByTimeAsync(1000);
    expect(subscription.polls).toBe(1);
    page.last.say({ ...snapshot, partial: true });
    await vi.advanceTimersByTimeAsync(1000);
    expect(subscription.polls).toBe(2);
  });

  test("is offline at once if the browser says so", async () => {
    await page.connect(board());
    page.online = false;
    page.last.fail();
    expect(page.live.state.value.kind).toBe("offline");
  });
});
