import { describe, expect, test } from "vitest";
import type { LiveBoard, Order, State } from "../shared/contract";
import { endOf } from "./end";
import { ahead, Estimate, isCancellable, isChoosing, isOver, progressOf } from "./progress";

const orderIn = (state: State, more: Partial<Order> = {}): Order => ({ orderId: "o", state, stages: [], version: 1, ...more });
const board = (...preparing: number[]): LiveBoard => ({ preparing, ready: [], open: true, estimatedWaitSeconds: 0, version: 1 });

describe("ahead", () => {
  test.each([
    ["counts lower numbers", orderIn("QUEUED", { number: 44 }), [41, 42, 44, 45], 2],
    ["counts everything before the order has a number", orderIn("PLACED"), [41, 42], 2],
    ["is 0 while the drink is being made", orderIn("MAKING", { number: 44 }), [41, 44], 0],
  ])("%s", (_, order, preparing, want) => {
    expect(ahead(order, board(...preparing))).toBe(want);
  });
});

describe("an estimate", () => {
  test("falls as time passes", () => {
    const estimate = new Estimate();
    expect([0, 60, 300].map((waited) => estimate.seconds(3, 240, waited))).toEqual([240, 180, 0]);
  });
  test("falls as the queue moves", () => {
    const estimate = new Estimate();
    expect([3, 1, 0].map((before) => estimate.seconds(before, 240, 0))).toEqual([240, 120, 60]);
  });
  test("never rises", () => {
    const estimate = new Estimate();
    estimate.seconds(0, 100, 0);
    expect(estimate.seconds(2, 400, 0)).toBe(100);
  });
});

test("the line shows how far an order is, with times", () => {
  const stages = [
    { state: "PLACED" as const, at: "2026-11-25T09:00:00Z" },
    { state: "QUEUED" as const, at: "2026-11-25T09:00:01Z" },
    { state: "READY" as const, at: "2026-11-25T09:03:00Z" },
  ];
  expect(progressOf(orderIn("READY", { stages }))).toEqual([
    { state: "PLACED", progress: "done", at: stages[0]?.at },
    { state: "QUEUED", progress: "done", at: stages[1]?.at },
    { state: "MAKING", progress: "done" }, // completed without a claim
    { state: "READY", progress: "current", at: stages[2]?.at },
    { state: "COLLECTED", progress: "coming" },
  ]);
});

test("a released order is back in the queue on the line", () => {
  expect(progressOf(orderIn("QUEUED")).map((step) => step.progress)).toEqual(["done", "current", "coming", "coming", "coming"]);
});

test.each<[State, string]>([
  ["REQUESTED", "choosing, cancellable"],
  ["STARTED", "choosing, cancellable"],
  ["PLACED", "cancellable"],
  ["QUEUED", "cancellable"],
  ["MAKING", ""],
  ["READY", ""],
  ["COLLECTED", "over"],
  ["UNCLAIMED", "over"],
  ["REJECTED", "over"],
  ["CANCELLED", "over"],
  ["TIMED_OUT", "over"],
  ["FAILED", "over"],
])("%s is %s", (state, want) => {
  const got = [isChoosing(state) && "choosing", isCancellable(state) && "cancellable", isOver(state) && "over"];
  expect(got.filter(Boolean).join(", ")).toBe(want);
});

test.each<[string, Order]>([
  ["collected", orderIn("COLLECTED")],
  ["unclaimed", orderIn("UNCLAIMED")],
  ["closed", orderIn("REJECTED", { reason: "ShopClosed" })],
  ["full", orderIn("REJECTED", { reason: "QueueFull" })],
  ["cancelledByYou", orderIn("CANCELLED", { cancelledBy: "customer" })],
  ["cancelledByUs", orderIn("CANCELLED", { cancelledBy: "staff" })],
  ["cancelledAutomatically", orderIn("CANCELLED", { cancelledBy: "shop" })],
  ["customerTimedOut", orderIn("TIMED_OUT", { reason: "CustomerTimedOut" })],
  ["baristaTimedOut", orderIn("TIMED_OUT", { reason: "BaristaTimedOut" })],
  ["failed", orderIn("FAILED")],
])("an order can end as %s", (want, order) => {
  expect(endOf(order)).toBe(want);
});
