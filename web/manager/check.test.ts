import { expect, test } from "vitest";
import { checkMenu, faultsOf } from "./check";
import { type DraftDrink, newDrink } from "./draft";
import { entriesOf, limitsOf } from "./limits";

const drink = (more: Partial<DraftDrink> = {}): DraftDrink => ({ ...newDrink(), id: "tea", name: "Tea", ...more });
const modifiers = (name: string, options: string) => [{ key: 1, name, options }];

test("a menu in order has no faults", () => {
  expect(checkMenu([drink({ modifiers: modifiers("milk", "whole\noat") })], true)).toEqual({});
});

test("only a closed shop may have an empty menu", () => {
  expect(checkMenu([], false)).toEqual({});
  expect(Object.keys(checkMenu([], true))).toEqual(["drinks"]);
});

test.each<[string, DraftDrink[], string[]]>([
  ["no name", [drink({ name: "  " })], ["drinks[0].name"]],
  ["a long name", [drink({ name: "x".repeat(101) })], ["drinks[0].name"]],
  ["an id with a space", [drink({ id: "green tea" })], ["drinks[0].id"]],
  ["the same id twice", [drink(), drink()], ["drinks[0].id", "drinks[1].id"]],
  ["a modifier without name and options", [drink({ modifiers: modifiers("", "\n") })], ["drinks[0].modifiers[0].name", "drinks[0].modifiers[0].options"]],
  ["an option twice", [drink({ modifiers: modifiers("milk", "oat\n oat") })], ["drinks[0].modifiers[0].options"]],
  ["a modifier twice", [drink({ modifiers: [...modifiers("milk", "oat"), { key: 2, name: "milk ", options: "soy" }] })], ["drinks[0].modifiers[0].name", "drinks[0].modifiers[1].name"]],
  ["too many drinks", Array.from({ length: 101 }, (_, i) => drink({ id: `tea-${i}` })), ["drinks"]],
])("%s", (_, draft, paths) => {
  expect(Object.keys(checkMenu(draft, true)).sort()).toEqual(paths);
});

test("what the server refuses is shown at the fields", () => {
  const violations = [
    { location: "body.drinks[1].modifiers[0].options[2]", message: "expected length <= 64" },
    { location: "body.queueLimit", message: "expected number <= 400" },
  ];
  expect(faultsOf(violations)).toEqual({
    "drinks[1].modifiers[0].options": "Expected length <= 64",
    queueLimit: "Expected number <= 400",
  });
});

test("limits are whole numbers within their bounds, and the time zone has a known name", () => {
  const limits = { queueLimit: 20, drinksPerCode: 10, codePeriodSeconds: 300, collectWithinSeconds: 600, timeZone: "Europe/Berlin" };
  expect(limitsOf(entriesOf(limits))).toEqual({ resource: limits });
  const wrong = limitsOf({ queueLimit: "401", drinksPerCode: "0", codePeriodSeconds: "1.5", collectWithinSeconds: " 86400 ", timeZone: "Europe/Atlantis" });
  expect(wrong).toEqual({ faults: expect.objectContaining({ queueLimit: expect.any(String) }) });
  expect(Object.keys("faults" in wrong ? wrong.faults : {})).toEqual(["queueLimit", "drinksPerCode", "codePeriodSeconds", "timeZone"]);
});
