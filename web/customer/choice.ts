import type { Choice, Drink, Menu } from "../shared/contract";

/** Picked is what the customer has picked so far; options by the modifier's name. */
export interface Picked {
  drink: string;
  /** The drink's name, in case the drink leaves the menu. */
  name: string;
  options: Record<string, string>;
}

/** Trouble is why a picked drink cannot be ordered as it is. */
export type Trouble = { kind: "drink" } | { kind: "option"; option: string };

/** Review is a picked drink compared with the menu. */
export interface Review {
  choice: Choice;
  trouble?: Trouble;
}

/** pick changes to a drink. Options that it has as well stay picked. */
export function pick(drink: Drink, before?: Picked): Picked {
  const kept = Object.entries(before?.options ?? {}).filter(([modifier, option]) => offers(drink, modifier, option));
  return { drink: drink.id, name: drink.name, options: Object.fromEntries(kept) };
}

/** pickOption picks an option of a modifier, or with an empty one none. */
export function pickOption(picked: Picked, modifier: string, option: string): Picked {
  const { [modifier]: _, ...options } = picked.options;
  return { ...picked, options: option ? { ...options, [modifier]: option } : options };
}

/** review compares what was picked with the menu as it is now. */
export function review(menu: Menu, picked: Picked): Review {
  const drink = menu.drinks.find((drink) => drink.id === picked.drink);
  const choice: Choice = { drink: picked.drink, modifiers: picked.options };
  if (!drink?.available) return { choice, trouble: { kind: "drink" } };
  const gone = Object.entries(picked.options).find(([modifier, option]) => !offers(drink, modifier, option));
  return gone ? { choice, trouble: { kind: "option", option: gone[1] } } : { choice };
}

/** dropGone drops the options that the menu no longer has. */
export function dropGone(menu: Menu, picked: Picked): Picked {
  const drink = menu.drinks.find((drink) => drink.id === picked.drink);
  return drink ? pick(drink, picked) : picked;
}

/** describe names a drink with its options, such as "Flat White, oat, large". */
export function describe(name: string, options: Record<string, string> = {}): string {
  return [name, ...Object.values(options)].join(", ");
}

/** drinkName returns a drink's name, or its id if it left the menu. */
export function drinkName(menu: Menu | undefined, id: string): string {
  return menu?.drinks.find((drink) => drink.id === id)?.name ?? id;
}

function offers(drink: Drink, modifier: string, option: string): boolean {
  return drink.modifiers?.some((offered) => offered.name === modifier && offered.options.includes(option)) ?? false;
}
