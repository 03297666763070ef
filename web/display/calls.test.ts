import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Calls } from "./calls";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("numbers that were ready before are not called", () => {
  const calls = new Calls();
  expect(calls.look([43, 40])).toEqual([]);
  expect(calls.look([41, 43])).toEqual([41]);
  expect(calls.look([41, 43])).toEqual([]);
});

test("a number is called for some seconds", () => {
  const calls = new Calls();
  calls.look([]);
  calls.look([41]);
  vi.advanceTimersByTime(10_000);
  calls.look([42, 41]);
  expect(calls.current.value).toEqual([42, 41]);
  vi.advanceTimersByTime(5000);
  expect(calls.current.value).toEqual([42]);
  vi.advanceTimersByTime(10_000);
  expect(calls.current.value).toEqual([]);
});

test("a number that was recalled or collected is no longer called, and called again when it is ready again", () => {
  const calls = new Calls();
  calls.look([]);
  calls.look([41]);
  calls.look([]);
  expect(calls.current.value).toEqual([]);
  expect(calls.look([41])).toEqual([41]);
  expect(calls.current.value).toEqual([41]);
});
