import { expect, test } from "vitest";
import type { Drink, Menu } from "../shared/contract";
import { describe, dropGone, pick, pickOption, review } from "./choice";

const milk = { name: "milk", options: ["whole", "oat"] };
const flatWhite: Drink = { id: "flat-white", name: "Flat White", available: true, modifiers: [milk, { name: "size", options: ["large"] }] };
const latte: Drink = { id: "latte", name: "Latte", available: true, modifiers: [milk] };
const menu: Menu = { drinks: [flatWhite, latte] };
const picked = pickOption(pickOption(pick(flatWhite), "milk", "oat"), "size", "large");

test("a drink is ordered with its options", () => {
  expect(review(menu, picked)).toEqual({ choice: { drink: "flat-white", modifiers: { milk: "oat", size: "large" } } });
  expect(describe("Flat White", picked.options)).toBe("Flat White, oat, large");
});

test("an option can be left to the barista again", () => {
  expect(pickOption(picked, "milk", "").options).toEqual({ size: "large" });
});

test("another drink keeps the options that it has as well", () => {
  expect(pick(latte, picked)).toEqual({ drink: "latte", name: "Latte", options: { milk: "oat" } });
});

test("a drink that sells out stays picked, with its options", () => {
  const now = { drinks: [{ ...flatWhite, available: false }, latte] };
  expect(review(now, picked)).toEqual({ choice: { drink: "flat-white", modifiers: picked.options }, trouble: { kind: "drink" } });
});

test("a drink that leaves the menu cannot be ordered", () => {
  expect(review({ drinks: [latte] }, picked).trouble).toEqual({ kind: "drink" });
});

test("an option that is no longer offered is named, and can be dropped", () => {
  const now = { drinks: [{ ...flatWhite, modifiers: [{ name: "milk", options: ["whole"] }, { name: "size", options: ["large"] }] }] };
  expect(review(now, picked).trouble).toEqual({ kind: "option", option: "oat" });
  const kept = dropGone(now, picked);
  expect(review(now, kept)).toEqual({ choice: { drink: "flat-white", modifiers: { size: "large" } } });
});
