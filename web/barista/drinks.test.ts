import { expect, test } from "vitest";
import type { Menu } from "../shared/contract";
import { allDay, modifiersOf } from "./drinks";
import { queuedOrder } from "./order.fixture";

const menu: Menu = {
  drinks: [
    { id: "latte", name: "Latte", available: true, modifiers: [{ name: "milk", options: ["oat"] }, { name: "size", options: ["large"] }] },
    { id: "tea", name: "Tea", available: false },
  ],
};

test("the same drinks are counted while they are to be made, in the menu's order", () => {
  const orders = [
    queuedOrder(1),
    queuedOrder(2, { choice: { drink: "mystery" } }),
    queuedOrder(3, { state: "MAKING", choice: { drink: "latte" } }),
    queuedOrder(4, { state: "MAKING" }),
    queuedOrder(5, { state: "READY" }),
    queuedOrder(6, { choice: undefined }),
  ];
  expect(allDay(menu, orders)).toEqual([
    { drink: "latte", name: "Latte", count: 1 },
    { drink: "tea", name: "Tea", count: 2 },
    { drink: "mystery", name: "mystery", count: 1 },
  ]);
});

test("modifiers are in the menu's order, and named if the menu does not have them", () => {
  expect(modifiersOf(menu, { drink: "latte", modifiers: { art: "swan", size: "large", milk: "oat" } })).toEqual(["oat", "large", "art: swan"]);
  expect(modifiersOf(menu, { drink: "tea" })).toEqual([]);
  expect(modifiersOf(undefined, undefined)).toEqual([]);
});
