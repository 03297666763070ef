import { effect } from "@preact/signals";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ServerClock } from "./clock";

const noon = Date.parse("2026-03-01T12:00:00Z");
const at = (milliseconds: number) => new Date(milliseconds).toISOString();

beforeEach(() => vi.useFakeTimers({ now: noon }));
afterEach(() => vi.useRealTimers());

test("a phone whose clock is minutes slow counts by the server's", () => {
  const clock = new ServerClock();
  clock.sync(at(noon + 7 * 60_000));
  vi.advanceTimersByTime(1500);
  expect(clock.now()).toBe(noon + 7 * 60_000 + 1500);
});

test("a message that was delayed for a second changes nothing", () => {
  const clock = new ServerClock();
  clock.sync(at(noon + 5000));
  clock.sync(at(noon + 4000));
  expect(clock.now()).toBe(noon + 5000);
});

test("a faster message is better", () => {
  const clock = new ServerClock();
  clock.sync(at(noon + 4000));
  clock.sync(at(noon + 5000));
  expect(clock.now()).toBe(noon + 5000);
});

test("follows when the phone's clock is set", () => {
  const clock = new ServerClock();
  clock.sync(at(noon + 5000));
  vi.setSystemTime(noon + 3_600_000);
  clock.sync(at(noon + 6000));
  expect(clock.now()).toBe(noon + 6000);
});

test("a Date header does not replace a better time", () => {
  const clock = new ServerClock();
  clock.sync(at(noon + 300_000));
  clock.syncRoughly(new Date(noon + 299_000).toUTCString());
  expect(clock.now()).toBe(noon + 300_000);
});

test("a Date header is enough to begin with, nonsense is not", () => {
  const clock = new ServerClock();
  clock.sync("soon");
  clock.syncRoughly("soon");
  expect(clock.now()).toBe(noon);
  clock.syncRoughly(new Date(noon + 300_000).toUTCString());
  expect(clock.now()).toBe(noon + 300_500);
});

test("ticks each second while watched, and only then", () => {
  const clock = new ServerClock();
  expect(vi.getTimerCount()).toBe(0);
  const seen: number[] = [];
  const end = effect(() => void seen.push(Math.round((clock.second.value - noon) / 1000)));
  vi.advanceTimersByTime(3100);
  expect([...new Set(seen)]).toEqual([0, 1, 2, 3]);
  end();
  expect(vi.getTimerCount()).toBe(0);
});
