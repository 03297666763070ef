import type { Day } from "../shared/contract";

/** Quarter is a quarter hour with its time of day. */
export interface Quarter {
  label: string;
  orders: number;
}

/** hoursOf returns how many hours a day has: 23, 24 or 25. */
export function hoursOf(day: Pick<Day, "from" | "to">): number {
  return (Date.parse(day.to) - Date.parse(day.from)) / 3_600_000;
}

/**
 * labelOf returns a quarter hour's time of day in the shop's time zone, such as 08:15. On
 * a day on which the clocks change it has the offset from UTC, since an hour may come twice.
 */
export function labelOf(from: string, day: Pick<Day, "from" | "to">): string {
  const time = from.slice(11, 16);
  if (hoursOf(day) === 24) return time;
  return `${time} (UTC${from.endsWith("Z") ? "" : from.slice(19)})`;
}

/** shownQuarters returns the quarter hours from the first with an order to the last, in whole hours. */
export function shownQuarters(day: Pick<Day, "from" | "to" | "quarters">): Quarter[] {
  const busy = day.quarters.flatMap((quarter, i) => (quarter.orders > 0 ? [i] : []));
  if (busy.length === 0) return [];
  const first = Math.floor(busy[0]! / 4) * 4;
  const end = (Math.floor(busy.at(-1)! / 4) + 1) * 4;
  return day.quarters.slice(first, end).map(({ from, orders }) => ({ label: labelOf(from, day), orders }));
}

/** shiftDate returns the date some days later. */
export function shiftDate(date: string, days: number): string {
  const shifted = new Date(`${date}T12:00:00Z`);
  shifted.setUTCDate(shifted.getUTCDate() + days);
  return shifted.toISOString().slice(0, 10);
}
