import type { Chosen, Menu, QueuedOrder } from "../shared/contract";

/** DrinkCount is how often a drink is to be made. */
export interface DrinkCount {
  drink: string;
  name: string;
  count: number;
}

/** drinkName returns a drink's name, or its ID if the menu no longer lists it. */
export function drinkName(menu: Menu | undefined, drink: string): string {
  return menu?.drinks.find((listed) => listed.id === drink)?.name ?? drink;
}

/** modifiersOf returns the chosen options in the menu's order. */
export function modifiersOf(menu: Menu | undefined, choice: Chosen | undefined): string[] {
  const chosen = choice?.modifiers ?? {};
  const drink = menu?.drinks.find((listed) => listed.id === choice?.drink);
  const order = (drink?.modifiers ?? []).map((modifier) => modifier.name);
  const place = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  const names = Object.keys(chosen).sort((a, b) => place(a) - place(b));
  return names.map((name) => (order.includes(name) ? chosen[name] ?? "" : `${name}: ${chosen[name]}`));
}

/**
 * allDay counts each drink over the orders that are waiting or being made, in the menu's
 * order, so that the same drinks can be made together.
 */
export function allDay(menu: Menu | undefined, orders: QueuedOrder[]): DrinkCount[] {
  const counts = new Map<string, number>();
  for (const { state, choice } of orders) {
    if (state === "READY" || !choice) continue;
    counts.set(choice.drink, (counts.get(choice.drink) ?? 0) + 1);
  }
  const listed = (menu?.drinks ?? []).map((drink) => drink.id).filter((drink) => counts.has(drink));
  const drinks = [...listed, ...[...counts.keys()].filter((drink) => !listed.includes(drink)).sort()];
  return drinks.map((drink) => ({ drink, name: drinkName(menu, drink), count: counts.get(drink) ?? 0 }));
}
