import type { Violation } from "../shared/contract";
import { type Draft, type DraftDrink, type DraftModifier, menuOf, optionsOf } from "./draft";
import * as texts from "./texts";

/** Faults are what is wrong with a form, by the path of the field, such as drinks[0].name. */
export type Faults = Readonly<Record<string, string>>;

// The bounds of the API: see Menu in the OpenAPI document.
const most = { drinks: 100, modifiers: 16, options: 32, drinkName: 100, name: 64, bytes: 120_000 };

/** checkMenu returns what the server would refuse about a menu. */
export function checkMenu(draft: Draft, open: boolean): Faults {
  const faults: Record<string, string> = {};
  if (draft.length === 0 && open) faults["drinks"] = texts.faults.emptyMenu;
  if (draft.length > most.drinks) faults["drinks"] = texts.faults.tooManyDrinks(most.drinks);
  draft.forEach((drink, i) => checkDrink(faults, `drinks[${i}]`, drink, draft));
  const size = new TextEncoder().encode(JSON.stringify(menuOf(draft))).length;
  if (size > most.bytes) faults["drinks"] = texts.faults.tooLarge;
  return faults;
}

function checkDrink(faults: Record<string, string>, path: string, drink: DraftDrink, all: Draft): void {
  const name = checkName(drink.name, most.drinkName);
  if (name) faults[`${path}.name`] = name;
  if (!/^[a-z0-9-]{1,64}$/.test(drink.id.trim())) faults[`${path}.id`] = texts.faults.id;
  else if (all.some((other) => other.key !== drink.key && other.id.trim() === drink.id.trim())) faults[`${path}.id`] = texts.faults.idTaken;
  if (drink.modifiers.length > most.modifiers) faults[`${path}.modifiers`] = texts.faults.tooManyModifiers(most.modifiers);
  drink.modifiers.forEach((modifier, i) => checkModifier(faults, `${path}.modifiers[${i}]`, modifier, drink.modifiers));
}

function checkModifier(faults: Record<string, string>, path: string, modifier: DraftModifier, all: DraftModifier[]): void {
  const name = checkName(modifier.name, most.name);
  if (name) faults[`${path}.name`] = name;
  else if (all.some((other) => other.key !== modifier.key && other.name.trim() === modifier.name.trim())) faults[`${path}.name`] = texts.faults.nameTaken;
  const options = optionsOf(modifier);
  if (options.length === 0) faults[`${path}.options`] = texts.faults.noOptions;
  else if (options.length > most.options) faults[`${path}.options`] = texts.faults.tooManyOptions(most.options);
  else if (new Set(options).size < options.length) faults[`${path}.options`] = texts.faults.optionTwice;
  else if (options.some((option) => length(option) > most.name)) faults[`${path}.options`] = texts.faults.tooLong(most.name);
}

function checkName(name: string, longest: number): string | undefined {
  if (!name.trim()) return texts.faults.noName;
  return length(name.trim()) > longest ? texts.faults.tooLong(longest) : undefined;
}

/** length counts characters as the server does. */
function length(text: string): number {
  return [...text].length;
}

/**
 * faultsOf returns what the server refused, at the fields that the forms have: an option
 * is part of the field of all options.
 */
export function faultsOf(violations: readonly Violation[]): Faults {
  const faults: Record<string, string> = {};
  for (const { location, message } of violations) {
    const path = location.replace(/^body\.?/, "").replace(/(\.options)\[\d+\]$/, "$1");
    faults[path] ??= message.charAt(0).toUpperCase() + message.slice(1);
  }
  return faults;
}
