import { describe, expect, test } from "vitest";
import type { Menu } from "../shared/contract";
import { draftOf, freeId, isSame, menuOf, move, newDrink, rename, withAvailability } from "./draft";

const menu: Menu = {
  drinks: [
    { id: "flat-white", name: "Flat White", available: true, modifiers: [{ name: "milk", options: ["whole", "oat, roasted"] }] },
    { id: "tea", name: "Tea", available: false },
  ],
};

test("a menu that is not changed stays as it is", () => {
  expect(menuOf(draftOf(menu))).toEqual(menu);
});

test("white space and blank lines are dropped", () => {
  const [drink] = draftOf(menu);
  if (!drink) throw new Error("no drink");
  const modifiers = [{ key: 9, name: " size ", options: "\n small\n\nlarge \n" }];
  expect(menuOf([{ ...drink, name: " Flat  White ", modifiers }]).drinks[0]).toMatchObject({
    name: "Flat  White",
    modifiers: [{ name: "size", options: ["small", "large"] }],
  });
});

test("drinks that are loaded again keep their keys", () => {
  const before = draftOf(menu);
  const after = draftOf({ drinks: [...menu.drinks].reverse() }, before);
  expect(after.map((drink) => drink.key)).toEqual(before.map((drink) => drink.key).reverse());
});

test("what is available makes no difference between menus, anything else does", () => {
  const soldOut = { drinks: menu.drinks.map((drink) => ({ ...drink, available: false })) };
  expect(isSame(menu, soldOut)).toBe(true);
  expect(isSame(menu, { drinks: [...menu.drinks].reverse() })).toBe(false);
  expect(isSame(menu, { drinks: menu.drinks.map(({ modifiers: _, ...drink }) => drink) })).toBe(false);
});

test("availability is taken over by id, not for new drinks", () => {
  const draft = [...draftOf(menu), { ...newDrink(), id: "tea" }];
  const after = withAvailability(draft, { drinks: [{ id: "tea", name: "Tea", available: false }] });
  expect(after.map((drink) => drink.available)).toEqual([true, false, true]);
});

describe("the id", () => {
  test.each([
    ["Café crème", "cafe-creme"],
    ["  Flat White!! ", "flat-white-2"],
    ["Weiße", "weisse"],
    ["珈琲", "drink"],
    ["", ""],
    ["x".repeat(90), "x".repeat(60)],
  ])("of %s is %s", (name, id) => expect(freeId(name, ["flat-white", "tea"])).toBe(id));

  test("follows the name of a new drink until it is edited, and never that of a saved one", () => {
    const drink = newDrink();
    const draft = [...draftOf(menu), drink];
    expect(rename(draft, drink.key, "Tea").at(-1)?.id).toBe("tea-2");
    expect(rename([{ ...drink, id: "mine", ownId: true }], drink.key, "Tea")[0]?.id).toBe("mine");
    expect(rename(draft, draft[1]?.key ?? 0, "Green tea")[1]).toMatchObject({ name: "Green tea", id: "tea" });
  });
});

test("moving stops at the ends", () => {
  const list = [{ key: 1 }, { key: 2 }, { key: 3 }];
  expect(move(list, 3, -1)).toEqual([{ key: 1 }, { key: 3 }, { key: 2 }]);
  expect(move(list, 1, -1)).toEqual(list);
  expect(move(list, 3, 1)).toEqual(list);
});
