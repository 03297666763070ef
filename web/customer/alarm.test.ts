import { beforeEach, expect, test, vi } from "vitest";
import { chime, flashTitle, stopFlashing, vibrate } from "../shared/attention";
import type { Order } from "../shared/contract";
import { Alarm } from "./alarm";

vi.mock("../shared/attention");

const readyAt = (at: string, more: Partial<Order> = {}): Order => ({
  orderId: "o", state: "READY", number: 7, stages: [{ state: "READY", at }], version: 1, ...more,
});
const making: Order = { ...readyAt("9:00"), state: "MAKING", stages: [] };
const calls = () => [chime, vibrate, flashTitle].map((call) => vi.mocked(call).mock.calls.length);

let alarm: Alarm;

beforeEach(() => {
  vi.clearAllMocks();
  alarm = new Alarm();
  alarm.update(making, "ready");
});

test("the customer is called once for a drink that is ready", () => {
  expect(calls()).toEqual([0, 0, 0]);
  alarm.update(readyAt("9:00"), "ready");
  alarm.update(readyAt("9:00", { version: 2 }), "ready");
  expect(calls()).toEqual([1, 1, 1]);
});

test("the reminder calls again", () => {
  alarm.update(readyAt("9:00"), "ready");
  alarm.update(readyAt("9:00", { remindedAt: "9:10" }), "ready");
  expect(calls()).toEqual([2, 2, 2]);
});

test("a drink that was recalled calls again when it is ready again", () => {
  for (const order of [readyAt("9:00"), making, readyAt("9:02")]) alarm.update(order, "ready");
  expect(calls()).toEqual([2, 2, 2]);
});

test("the title stops flashing once the drink is collected", () => {
  alarm.update(readyAt("9:00"), "ready");
  expect(stopFlashing).not.toHaveBeenCalled();
  alarm.update({ ...making, state: "COLLECTED" }, "ready");
  expect(stopFlashing).toHaveBeenCalledOnce();
});
