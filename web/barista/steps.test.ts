import { describe, expect, test } from "vitest";
import { noon, queuedOrder } from "./order.fixture";
import { canCancel, nextStep, otherSteps } from "./steps";

const recallUntil = new Date(noon + 120_000).toISOString();
const mine = { barista: "ada" };
const others = { barista: "grace" };

describe("the steps of an order", () => {
  test.each([
    ["queued", { state: "QUEUED" }, "claim", ["complete"], true],
    ["being made by me", { state: "MAKING", ...mine }, "complete", ["release"], true],
    ["being made by another", { state: "MAKING", ...others }, undefined, [], true],
    ["made by me just now", { state: "READY", ...mine, recallUntil }, "collect", ["recall"], false],
    ["made by another just now", { state: "READY", ...others, recallUntil }, "collect", [], false],
    ["made by me long ago", { state: "READY", ...mine }, "collect", [], false],
  ] as const)("%s", (_, more, next, rest, cancel) => {
    const order = queuedOrder(7, more);
    expect([nextStep(order, "ada"), otherSteps(order, "ada", noon), canCancel(order)]).toEqual([next, rest, cancel]);
  });

  test("recall ends with its time", () => {
    const order = queuedOrder(7, { state: "READY", ...mine, recallUntil });
    expect(otherSteps(order, "ada", noon + 119_000)).toEqual(["recall"]);
    expect(otherSteps(order, "ada", noon + 120_000)).toEqual([]);
  });
});
