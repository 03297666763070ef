import type { Limits } from "../shared/contract";
import type { Faults } from "./check";
import { type Entries as EntriesOf, EntryForm, type FormKind } from "./entry-form";
import type { Office } from "./office";
import * as texts from "./texts";

/** LimitName is the name of a limit, which is a number. */
export type LimitName = Exclude<keyof Limits, "timeZone">;

/** SettingName is the name of a setting: a limit or the time zone. */
export type SettingName = keyof Limits;

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

/** Entries are settings as they are typed. */
export type Entries = EntriesOf<SettingName>;

/** entriesOf returns settings for editing. */
export function entriesOf(limits: Limits): Entries {
  const numbers = Object.fromEntries(names.map((name) => [name, String(limits[name] ?? 0)])) as Record<LimitName, string>;
  return { ...numbers, timeZone: limits.timeZone ?? "UTC" };
}

/** timeZones lists the names of time zones, for choosing one. */
export const timeZones = (): readonly string[] => ["UTC", ...Intl.supportedValuesOf("timeZone")];

/** isTimeZone is whether the browser knows a time zone. The shop decides. */
function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return /^[A-Z]/.test(name);
  } catch {
    return false;
  }
}

/** limitsOf returns the settings that are typed, or what is wrong with them. */
export function limitsOf(entries: Entries): { resource: Limits } | { faults: Faults } {
  const faults: Record<string, string> = {};
  const limits: Record<string, number> = {};
  for (const name of names) {
    const { min, max } = bounds[name];
    const value = /^\s*\d+\s*$/.test(entries[name]) ? Number(entries[name]) : Number.NaN;
    if (!(value >= min && value <= max)) faults[name] = texts.faults.outOfBounds(min, max);
    limits[name] = value;
  }
  const timeZone = entries.timeZone.trim();
  if (!isTimeZone(timeZone)) faults["timeZone"] = texts.faults.timeZone;
  return Object.keys(faults).length > 0 ? { faults } : { resource: { ...limits, timeZone } as Limits };
}

const kind: FormKind<SettingName, Limits> = { path: "api/settings", done: texts.limits.done, entriesOf, read: limitsOf };

/** LimitsForm is the settings being edited: the limits and the time zone. */
export class LimitsForm extends EntryForm<SettingName, Limits> {
  constructor(office: Office) {
    super(office, kind);
  }
}
