import type { Drink, Menu } from "../shared/contract";

/** DraftModifier is a modifier as it is edited: its options are lines of a text. */
export interface DraftModifier {
  key: number;
  name: string;
  options: string;
}

/** DraftDrink is a drink as it is edited. */
export interface DraftDrink {
  key: number;
  id: string;
  name: string;
  available: boolean;
  modifiers: DraftModifier[];
  /** Of a drink that is not saved yet. Its id can be edited, and follows the name until then. */
  isNew: boolean;
  ownId: boolean;
}

/** Draft is a menu as it is edited. */
export type Draft = readonly DraftDrink[];

let lastKey = 0;

/** draftOf returns a menu for editing. Drinks that a draft has already keep their keys. */
export function draftOf(menu: Menu, before: Draft = []): Draft {
  return menu.drinks.map((drink) => {
    const known = before.find((old) => old.id === drink.id);
    return {
      key: known?.key ?? ++lastKey,
      id: drink.id,
      name: drink.name,
      available: drink.available,
      modifiers: (drink.modifiers ?? []).map(({ name, options }, i) => ({
        key: known?.modifiers[i]?.key ?? ++lastKey,
        name,
        options: options.join("\n"),
      })),
      isNew: false,
      ownId: true,
    };
  });
}

/** menuOf returns the menu that a draft describes, with white space trimmed. */
export function menuOf(draft: Draft): Menu {
  return {
    drinks: draft.map(({ id, name, available, modifiers }): Drink => {
      const drink: Drink = { id: id.trim(), name: clean(name), available };
      if (modifiers.length > 0) drink.modifiers = modifiers.map((modifier) => ({ name: clean(modifier.name), options: optionsOf(modifier) }));
      return drink;
    }),
  };
}

/** optionsOf returns a modifier's options: its lines that are not blank. */
export function optionsOf(modifier: DraftModifier): string[] {
  return modifier.options.split("\n").map(clean).filter(Boolean);
}

function clean(text: string): string {
  return text.normalize("NFC").trim();
}

/** isSame reports whether two menus are equal, whatever is available. */
export function isSame(a: Menu, b: Menu): boolean {
  return text(a) === text(b);
}

function text(menu: Menu): string {
  return JSON.stringify(menu.drinks.map(({ id, name, modifiers }) => [id, name, (modifiers ?? []).map((m) => [m.name, m.options])]));
}

/** withAvailability takes over what a menu says is available. */
export function withAvailability(draft: Draft, menu: Menu): Draft {
  return draft.map((drink) => {
    const shown = drink.isNew ? undefined : menu.drinks.find((other) => other.id === drink.id);
    return shown ? { ...drink, available: shown.available } : drink;
  });
}

/** withNewKeys returns a draft that was kept over a reload, with keys that are unique on this page. */
export function withNewKeys(draft: Draft): Draft {
  return draft.map((drink) => ({
    ...drink,
    key: ++lastKey,
    modifiers: drink.modifiers.map((modifier) => ({ ...modifier, key: ++lastKey })),
  }));
}

/** newDrink returns a drink without a name. */
export function newDrink(): DraftDrink {
  return { key: ++lastKey, id: "", name: "", available: true, modifiers: [], isNew: true, ownId: false };
}

/** newModifier returns a modifier without a name. */
export function newModifier(): DraftModifier {
  return { key: ++lastKey, name: "", options: "" };
}

/** rename changes a drink's name, from which the id of a new one is derived. */
export function rename(draft: Draft, key: number, name: string): Draft {
  return draft.map((drink) => {
    if (drink.key !== key) return drink;
    const others = draft.filter((other) => other.key !== key).map((other) => other.id);
    return { ...drink, name, id: drink.ownId ? drink.id : freeId(name, others) };
  });
}

/** freeId derives an id from a name, such as flat-white, that no other drink has. */
export function freeId(name: string, taken: readonly string[]): string {
  const plain = name.normalize("NFKD").replace(/\p{M}/gu, "").replace(/ß/g, "ss").toLowerCase();
  const id = plain.replace(/[^a-z0-9]+/g, "-").slice(0, 60).replace(/^-|-$/g, "");
  if (!id) return /\S/.test(name) ? freeId("drink", taken) : "";
  for (let n = 1; ; n++) {
    const candidate = n === 1 ? id : `${id}-${n}`;
    if (!taken.includes(candidate)) return candidate;
  }
}

/** move moves an item of a list by a number of places, as far as there are any. */
export function move<T extends { key: number }>(list: readonly T[], key: number, by: number): T[] {
  const from = list.findIndex((item) => item.key === key);
  const to = Math.max(0, Math.min(list.length - 1, from + by));
  const moved = [...list];
  moved.splice(to, 0, ...moved.splice(from, 1));
  return moved;
}
