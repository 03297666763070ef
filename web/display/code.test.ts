import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { orderLink, Refresher, viewCode } from "./code";

const end = Date.parse("2026-11-25T10:05:00Z");
const code = (remaining = 3) => ({ code: "8c-tp1o00-ABC", remaining, expiresAt: "2026-11-25T10:05:00Z" });

describe("viewCode", () => {
  test("shows a code with the part of its period that is left", () => {
    expect(viewCode(code(), end - 150_000, true)).toEqual({ kind: "code", code: code(), secondsLeft: 150, timeLeft: 0.5 });
  });
  test("shows a code in a form that it does not know without that part", () => {
    expect(viewCode({ ...code(), code: "SOMETHING" }, end - 60_000, true)).not.toHaveProperty("timeLeft");
  });
  test("hides a code without drinks, and counts down to the next", () => {
    expect(viewCode(code(0), end - 60_500, true)).toEqual({ kind: "usedUp", secondsLeft: 61 });
  });
  test.each([
    ["in its last seconds", -5000, true, "changing"],
    ["in its last seconds offline", -5000, false, "changing"],
    ["until just before", -5001, true, "code"],
    ["when it has expired", 1, true, "changing"],
    ["when it has expired offline", 1, false, "offline"],
  ])("%s: %d ms, online %s: %s", (_, after, online, kind) => {
    expect(viewCode(code(), end + after, online).kind).toBe(kind);
  });
});

describe("orderLink", () => {
  test.each([
    ["https://shop/display", "https://shop/#a-b-C"],
    ["http://localhost:4566/_aws/api/$default/display?x=1#y", "http://localhost:4566/_aws/api/$default/#a-b-C"],
    ["http://localhost:4566/display?site=http://192.168.1.5:8080/", "http://192.168.1.5:8080/#a-b-C"],
    ["https://shop/display?site=javascript:alert(1)", "https://shop/#a-b-C"],
    ["https://shop/display?site=https://", "https://shop/#a-b-C"],
  ])("of %s is %s", (display, link) => expect(orderLink(display, "a-b-C")).toBe(link));
});

describe("Refresher", () => {
  const asked = vi.fn();
  let refresher: Refresher;
  beforeEach(() => {
    vi.useFakeTimers({ now: end - 10_000 });
    asked.mockReset();
    refresher = new Refresher(asked, Date.now, () => 0.5);
  });
  afterEach(() => {
    refresher.stop();
    vi.useRealTimers();
  });

  test("asks shortly after the code's end, and again until there is another", () => {
    refresher.follow(code());
    vi.advanceTimersByTime(11_149);
    expect(asked).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(asked).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(24_000);
    expect(asked).toHaveBeenCalledTimes(3);
    refresher.follow({ ...code(), expiresAt: new Date(Date.now() + 300_000).toISOString() });
    vi.advanceTimersByTime(300_000);
    expect(asked).toHaveBeenCalledTimes(3);
  });
  test("does not ask without a code", () => {
    refresher.follow(code());
    refresher.follow(undefined);
    vi.advanceTimersByTime(60_000);
    expect(asked).not.toHaveBeenCalled();
  });
});
