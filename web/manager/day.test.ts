import { expect, test } from "vitest";
import type { Day } from "../shared/contract";
import { RequestError } from "../shared/http";
import { DayForm } from "./day";
import { hoursOf, labelOf, shiftDate, shownQuarters } from "./day-quarters";
import { duration } from "./day-texts";

const numbers = (date: string) => ({ date, today: "2026-11-26", orders: 1 }) as Day;

/** start returns a form, the paths that it requested, and functions that answer the next request. */
function start() {
  const requested: string[] = [];
  const waiting: { resolve(value: unknown): void; reject(error: unknown): void }[] = [];
  const saved: string[] = [];
  const ask = (path: string) => {
    requested.push(path);
    return new Promise<never>((resolve, reject) => waiting.push({ resolve: resolve as (value: unknown) => void, reject }));
  };
  const form = new DayForm({ call: (_, path) => ask(path), download: ask }, (_, name) => saved.push(name));
  const next = () => waiting.shift()!;
  return { form, requested, saved, next };
}

test("today's numbers are loaded, and those of another day once it is chosen", async () => {
  const { form, requested, next } = start();
  const first = form.load();
  expect(form.loading.value).toBe(true);
  next().resolve(numbers("2026-11-26"));
  await first;
  expect([form.loading.value, form.numbers.value?.date]).toEqual([false, "2026-11-26"]);
  const second = form.choose("2026-11-25");
  expect(form.numbers.value).toBeUndefined();
  next().resolve(numbers("2026-11-25"));
  await second;
  void form.choose("2026-11-26"); // today follows the clock
  expect(requested).toEqual(["api/days/today", "api/days/2026-11-25", "api/days/today"]);
});

test("the last chosen day counts, whichever response comes last", async () => {
  const { form, next } = start();
  const first = form.choose("2026-11-24");
  const late = next();
  const second = form.choose("2026-11-25");
  next().resolve(numbers("2026-11-25"));
  await second;
  late.reject(new RequestError("busy", 503, ""));
  await first;
  expect([form.numbers.value?.date, form.failed.value, form.loading.value]).toEqual(["2026-11-25", undefined, false]);
});

test("a failure is told, and the next attempt forgets it", async () => {
  const { form, next } = start();
  for (const [error, said] of [
    [new RequestError("offline", 0, ""), "can't be reached"],
    [new RequestError("unauthenticated", 401, ""), "sign-in has expired"],
    [new RequestError("day_out_of_range", 404, "Please choose a day from 1 to 2."), "Please choose a day"],
  ] as const) {
    const attempt = form.load();
    next().reject(error);
    await attempt;
    expect(form.failed.value).toContain(said);
  }
  const again = form.load();
  expect(form.failed.value).toBeUndefined();
  next().resolve(numbers("2026-11-26"));
  await again;
});

test("the file of the shown day is saved under its name, and only once at a time", async () => {
  const { form, requested, saved, next } = start();
  await form.download(); // nothing is shown yet
  const load = form.load();
  next().resolve(numbers("2026-11-26"));
  await load;
  const download = form.download();
  void form.download();
  next().resolve(new Blob());
  await download;
  expect([requested, saved]).toEqual([["api/days/today", "api/days/2026-11-26/orders.csv"], ["orders-2026-11-26.csv"]]);
  const failing = form.download();
  next().reject(new RequestError("offline", 0, ""));
  await failing;
  expect([form.failed.value, form.saving.value]).toEqual([expect.stringContaining("can't be reached"), false]);
});

test("quarter hours are shown from the first hour with an order to the last", () => {
  const quarters = Array.from({ length: 96 }, (_, i) => ({
    from: `2026-11-26T${String(Math.floor(i / 4)).padStart(2, "0")}:${String((i % 4) * 15).padStart(2, "0")}:00+01:00`,
    orders: { 33: 2, 38: 1 }[i] ?? 0,
  }));
  const day = { from: "2026-11-26T00:00:00+01:00", to: "2026-11-27T00:00:00+01:00", quarters };
  const shown = shownQuarters(day);
  expect([shown.length, shown[0], shown[1], shown.at(-1)?.label]).toEqual([8, { label: "08:00", orders: 0 }, { label: "08:15", orders: 2 }, "09:45"]);
  expect(shownQuarters({ ...day, quarters: [] })).toEqual([]);
});

test("an hour that comes twice is told apart", () => {
  const day = { from: "2026-10-25T00:00:00+02:00", to: "2026-10-26T00:00:00+01:00" };
  expect([hoursOf(day), labelOf("2026-10-25T02:30:00+02:00", day), labelOf("2026-10-25T02:30:00+01:00", day)]).toEqual([25, "02:30 (UTC+02:00)", "02:30 (UTC+01:00)"]);
  expect(labelOf("2026-11-26T08:15:00Z", { from: "2026-11-26T00:00:00Z", to: "2026-11-27T00:00:00Z" })).toBe("08:15");
});

test("dates are counted without a time zone", () => {
  expect([shiftDate("2026-03-01", -1), shiftDate("2026-12-31", 1), shiftDate("2026-10-25", 1)]).toEqual(["2026-02-28", "2027-01-01", "2026-10-26"]);
});

test("durations are in words", () => {
  expect([0, 59, 60, 200, 3600, 3900].map(duration)).toEqual(["0 s", "59 s", "1 min", "3 min 20 s", "1 h", "1 h 5 min"]);
});
