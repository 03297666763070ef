import { expect, test } from "vitest";
import { entriesOf, type HourEntries, hoursOf } from "./hours";

const none: HourEntries = { monday: "", tuesday: "", wednesday: "", thursday: "", friday: "", saturday: "", sunday: "", exceptions: "" };

test("what is typed reads as hours, and hours as what is typed", () => {
  const typed = { ...none, monday: "8:00–12:00, 13:00 - 2:00", sunday: "closed", exceptions: "2026-12-24 closed\n\n2026-12-31  10:00-24:00" };
  const read = hoursOf(typed);
  if ("faults" in read) throw new Error(JSON.stringify(read.faults));
  expect(read.resource.week.monday).toEqual([{ from: "08:00", to: "12:00" }, { from: "13:00", to: "02:00" }]);
  expect(read.resource.week.sunday).toEqual([]);
  expect(read.resource.exceptions).toEqual([
    { date: "2026-12-24", intervals: [] },
    { date: "2026-12-31", intervals: [{ from: "10:00", to: "00:00" }] },
  ]);
  const shown = entriesOf(read.resource);
  expect(shown).toEqual({ ...none, monday: "08:00-12:00, 13:00-02:00", exceptions: "2026-12-24 closed\n2026-12-31 10:00-00:00" });
  expect(hoursOf(shown)).toEqual(read);
});

test.each([
  ["8-12"], ["8:00"], ["8:00-25:00"], ["8:60-9:00"], ["8:00-12:00 13:00-18:00"],
  ["24:00-6:00"], ["8:00-12:00, 24:00-1:00"], ["8:00-12:00, 11:00-18:00"], ["20:00-2:00, 3:00-4:00"], ["13:00-18:00, 8:00-12:00"],
])("the times %s are refused", (monday) => {
  expect(Object.keys((hoursOf({ ...none, monday }) as { faults: object }).faults)).toEqual(["monday"]);
});

test.each([["2026-02-30 closed"], ["2026-12-24"], ["24.12.2026 closed"], ["2026-12-24 closed\n2026-12-24 8:00-9:00"], ["2026-12-24 noon"]])(
  "the dates %s are refused",
  (exceptions) => {
    expect(Object.keys((hoursOf({ ...none, exceptions }) as { faults: object }).faults)).toEqual(["exceptions"]);
  },
);

test("the most times a day and dates are taken, and more are refused with the limit", () => {
  const times = (count: number) => Array.from({ length: count }, (_, i) => `${i}:00-${i}:30`).join(", ");
  const dates = (count: number) => Array.from({ length: count }, (_, i) => `${2027 + i}-01-01 closed`).join("\n");
  expect(hoursOf({ ...none, monday: times(6), exceptions: dates(100) })).not.toHaveProperty("faults");
  expect(hoursOf({ ...none, monday: times(7), exceptions: dates(101) })).toEqual({
    faults: { monday: "At most 6 times on one day, please.", exceptions: "At most 100 dates, please. Dates that are over can go." },
  });
  expect(hoursOf({ ...none, exceptions: `2026-12-24 ${times(7)}` })).toEqual({ faults: { exceptions: "2026-12-24: At most 6 times on one day, please." } });
});
