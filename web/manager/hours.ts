import type { Hours } from "../shared/contract";
import * as texts from "./texts";

/** The days of the week, in the order of the page. */
export const days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

/** HourField is a day of the week, or the dates with other hours. */
export type HourField = (typeof days)[number] | "exceptions";

/** HourEntries is what is typed: intervals such as "8:00-12:00, 13:00-18:00", and a line for each date. */
export type HourEntries = Record<HourField, string>;

type Interval = Hours["week"]["monday"][number];

/** entriesOf returns hours as they are typed. */
export function entriesOf(hours: Hours): HourEntries {
  const lines = hours.exceptions.map(({ date, intervals }) => `${date} ${textOf(intervals) || "closed"}`);
  const week = days.map((day) => [day, textOf(hours.week[day])] as const);
  return { ...(Object.fromEntries(week) as Record<(typeof days)[number], string>), exceptions: lines.join("\n") };
}

/** hoursOf reads what is typed, or says what is wrong with it, by field. */
export function hoursOf(entries: HourEntries): { hours: Hours } | { faults: Partial<Record<HourField, string>> } {
  const faults: Partial<Record<HourField, string>> = {};
  const week = {} as Hours["week"];
  for (const day of days) {
    const intervals = intervalsOf(entries[day]);
    if (intervals) week[day] = intervals;
    else faults[day] = texts.hours.wrongTimes;
  }
  const exceptions: Hours["exceptions"] = [];
  for (const line of entries.exceptions.split("\n").map((line) => line.trim())) {
    if (line === "") continue;
    const [, date, times] = /^(\d{4}-\d{2}-\d{2})\s+(.+)$/.exec(line) ?? [];
    const intervals = times === undefined ? undefined : intervalsOf(times);
    if (date && intervals && isDate(date) && !exceptions.some((other) => other.date === date)) exceptions.push({ date, intervals });
    else faults.exceptions ??= texts.hours.wrongLine(line);
  }
  return Object.keys(faults).length > 0 ? { faults } : { hours: { week, exceptions } };
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
    const [opens, closes] = [clockOf(from), clockOf(to)];
    if (!opens || !closes || opens < closed) return undefined;
    closed = closes > opens ? closes : "24:00"; // it ends on the next day
    intervals.push({ from: opens, to: closes });
  }
  return intervals.length > 6 ? undefined : intervals;
}

/** clockOf returns a time such as 08:00. 24:00 is the midnight at the end of the day. */
function clockOf(typed = ""): string | undefined {
  const time = typed.padStart(5, "0");
  if (time === "24:00") return "00:00";
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(time) ? time : undefined;
}

function isDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
