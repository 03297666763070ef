import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Lane } from "./lane";
import { queuedOrder } from "./order.fixture";

const orders = (...numbers: number[]) => numbers.map((number) => queuedOrder(number));
/** rows lists the numbers; a gap is negative. */
const rows = (lane: Lane) => lane.slots.value.map((slot) => (slot.leftAt === undefined ? slot.order.number : -slot.order.number));

let lane: Lane;
beforeEach(() => {
  vi.useFakeTimers();
  lane = new Lane();
  lane.show(orders(1, 2, 3));
});
afterEach(() => vi.useRealTimers());

describe("a lane", () => {
  test("keeps the place of an order that left for two seconds", () => {
    lane.show(orders(2, 3));
    expect(rows(lane)).toEqual([-1, 2, 3]);
    vi.advanceTimersByTime(1999);
    expect(rows(lane)).toEqual([-1, 2, 3]);
    vi.advanceTimersByTime(1);
    expect(rows(lane)).toEqual([2, 3]);
  });

  test("fills the gap of an order that comes back", () => {
    lane.show(orders(1, 3));
    lane.show(orders(1, 2, 3));
    expect(rows(lane)).toEqual([1, 2, 3]);
  });

  test("takes an order in by its number, but at the end while a pointer holds it", () => {
    lane.show(orders(1, 2, 3, 5));
    lane.hold();
    lane.show(orders(1, 2, 3, 4, 5));
    expect(rows(lane)).toEqual([1, 2, 3, 5, 4]);
    lane.release(false);
    expect(rows(lane)).toEqual([1, 2, 3, 4, 5]);
  });

  test("does not move while a mouse is on it, until it leaves", () => {
    lane.hold();
    lane.show(orders(2, 3));
    vi.advanceTimersByTime(9000);
    expect(rows(lane)).toEqual([-1, 2, 3]);
    lane.release(false);
    expect(rows(lane)).toEqual([2, 3]);
  });

  test("moves again if the mouse rests for ten seconds", () => {
    lane.hold();
    lane.show(orders(2, 3));
    vi.advanceTimersByTime(10_000);
    expect(rows(lane)).toEqual([2, 3]);
  });

  test("does not move until two seconds after a finger left", () => {
    lane.show(orders(2, 3));
    vi.advanceTimersByTime(1900);
    lane.hold();
    lane.release(true);
    vi.advanceTimersByTime(1900);
    expect(rows(lane)).toEqual([-1, 2, 3]);
    vi.advanceTimersByTime(100);
    expect(rows(lane)).toEqual([2, 3]);
  });

  test("has no gaps after another filter", () => {
    lane.show(orders(1));
    lane.replace(orders(3));
    expect(rows(lane)).toEqual([3]);
  });
});
