import { expect, test } from "vitest";
import { ageOf, formatAge, urgencyOf } from "./age";
import { noon, queuedOrder } from "./order.fixture";

test.each([
  [119, "fresh"],
  [120, "amber"],
  [299, "amber"],
  [300, "red"],
])("an order that is %i s old is %s", (seconds, want) => {
  for (const state of ["QUEUED", "MAKING"] as const) {
    expect(urgencyOf(queuedOrder(1, { state }), noon + seconds * 1000)).toBe(want);
  }
});

test("a drink that is ready is as old as its READY state, and not urgent", () => {
  const order = queuedOrder(1, { state: "READY", readyAt: new Date(noon + 400_000).toISOString() });
  expect(ageOf(order, noon + 430_000)).toBe(30);
  expect(urgencyOf(order, noon + 2_000_000)).toBe("fresh");
});

test("an order of the future is 0 s old", () => {
  expect(ageOf(queuedOrder(1), noon - 5000)).toBe(0);
});

test.each([
  [0, "0:00"],
  [65, "1:05"],
  [3599, "59:59"],
  [3900, "1 h 05"],
])("%i s is shown as %s", (seconds, want) => expect(formatAge(seconds)).toBe(want));
