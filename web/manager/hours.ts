import type { Hours } from "../shared/contract";
import { type Entries, EntryForm, type FormKind } from "./entry-form";
import type { Office } from "./office";
import * as texts from "./texts";

/** The days of the week, in the order of the page. */
export const days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

/** HourField is a day of the week, or the dates with other hours. */
export type HourField = (typeof days)[number] | "exceptions";

/** HourEntries is what is typed: intervals such as "8:00-12:00, 13:00-18:00", and a line for each date. */
export type HourEntries = Entries<HourField>;

type Interval = Hours["week"]["monday"][number];

/** entriesOf returns hours as they are typed. */
export function entriesOf(hours: Hours): HourEntries {
  const lines = hours.exceptions.map(({ date, intervals }) => `${date} ${textOf(intervals) || "closed"}`);
  const week = days.map((day) => [day, textOf(hours.week[day])] as const);
  return { ...(Object.fromEntries(week) as Record<(typeof days)[number], string>), exceptions: lines.join("\n") };
}

// The bounds of the API: see Hours in the OpenAPI document.
const most = { intervals: 6, exceptions: 100 };

/** hoursOf reads what is typed, or says what is wrong with it, by field. */
export function hoursOf(entries: HourEntries): { resource: Hours } | { faults: Partial<Record<HourField, string>> } {
  const faults: Partial<Record<HourField, string>> = {};
  const week = {} as Hours["week"];
  for (const day of days) {
    const intervals = intervalsOf(entries[day]);
    if (!intervals) faults[day] = texts.hours.wrongTimes;
    else if (intervals.length > most.intervals) faults[day] = texts.hours.tooManyTimes(most.intervals);
    else week[day] = intervals;
  }
  const exceptions: Hours["exceptions"] = [];
  for (const line of entries.exceptions.split("\n").map((line) => line.trim())) {
    if (line === "") continue;
    const [, date, times] = /^(\d{4}-\d{2}-\d{2})\s+(.+)$/.exec(line) ?? [];
    const intervals = times === undefined ? undefined : intervalsOf(times);
    if (!date || !intervals || !isDate(date) || exceptions.some((other) => other.date === date)) faults.exceptions ??= texts.hours.wrongLine(line);
    else if (intervals.length > most.intervals) faults.exceptions ??= `${date}: ${texts.hours.tooManyTimes(most.intervals)}`;
    else exceptions.push({ date, intervals });
  }
  if (exceptions.length > most.exceptions) faults.exceptions ??= texts.hours.tooManyDates(most.exceptions);
  return Object.keys(faults).length > 0 ? { faults } : { resource: { week, exceptions } };
}

const kind: FormKind<HourField, Hours> = { path: "api/hours", done: texts.hours.done, entriesOf, read: hoursOf };

/** HoursForm is the opening hours being edited. */
export class HoursForm extends EntryForm<HourField, Hours> {
  constructor(office: Office) {
    super(office, kind);
  }
}

function textOf(intervals: Interval[]): string {
  return intervals.map(({ from, to }) => `${from}-${to}`).join(", ");
}

/** intervalsOf reads intervals. It returns undefined if they are wrong, overlap or are out of order. */
function intervalsOf(text: string): Interval[] | undefined {
  const typed = text.trim();
  if (typed === "" || typed.toLowerCase() === "closed") return [];
  const intervals: Interval[] = [];
  let closed = "00:00"; // no interval may begin before
  for (const part of typed.split(",")) {
    const [, from, to] = /^\s*(\d{1,2}:\d{2})\s*[-–]\s*(\d{1,2}:\d{2})\s*$/.exec(part) ?? [];
    const [opens, closes] = [clockOf(from), to === "24:00" ? "00:00" : clockOf(to)];
    if (!opens || !closes || opens < closed) return undefined;
    closed = closes > opens ? closes : "24:00"; // it ends on the next day
    intervals.push({ from: opens, to: closes });
  }
  return intervals;
}

/** clockOf returns a time such as 08:00, undefined if it is not one. */
function clockOf(typed = ""): string | undefined {
  const time = typed.padStart(5, "0");
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(time) ? time : undefined;
}

function isDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
