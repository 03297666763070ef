import type { Limits } from "../shared/contract";
import type { Faults } from "./check";
import * as texts from "./texts";

/** LimitName is a limit's name. */
export type LimitName = keyof Limits;

/** Bounds are the lowest and the highest value of a limit. */
export interface Bounds {
  min: number;
  max: number;
}

/** bounds are those of the API: see Limits in the OpenAPI document. */
export const bounds: Record<LimitName, Bounds> = {
  queueLimit: { min: 0, max: 400 },
  drinksPerCode: { min: 1, max: 1000 },
  codePeriodSeconds: { min: 1, max: 86_400 },
  collectWithinSeconds: { min: 0, max: 86_400 },
};

/** names lists the limits in the order of the form. */
export const names = Object.keys(bounds) as LimitName[];

/** Entries are limits as they are typed. */
export type Entries = Record<LimitName, string>;

/** entriesOf returns limits for editing. */
export function entriesOf(limits: Limits): Entries {
  return Object.fromEntries(names.map((name) => [name, String(limits[name] ?? 0)])) as Entries;
}

/** limitsOf returns the limits that are typed, or what is wrong with them. */
export function limitsOf(entries: Entries): { limits: Limits } | { faults: Faults } {
  const faults: Record<string, string> = {};
  const limits: Record<string, number> = {};
  for (const name of names) {
    const { min, max } = bounds[name];
    const value = /^\s*\d+\s*$/.test(entries[name]) ? Number(entries[name]) : Number.NaN;
    if (!(value >= min && value <= max)) faults[name] = texts.faults.outOfBounds(min, max);
    limits[name] = value;
  }
  return Object.keys(faults).length > 0 ? { faults } : { limits: limits as Limits };
}
