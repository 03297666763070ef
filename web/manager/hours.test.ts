import { expect, test } from "vitest";
import { entriesOf, type HourEntries, hoursOf } from "./hours";

const none: HourEntries = { monday: "", tuesday: "", wednesday: "", thursday: "", friday: "", saturday: "", sunday: "", exceptions: "" };

test("what is typed reads as hours, and hours as what is typed", () => {
  const typed = { ...none, monday: "8:00–12:00, 13:00 - 2:00", sunday: "closed", exceptions: "2026-12-24 closed\n\n2026-12-31  10:00-24:00" };
  const read = hoursOf(typed);
  if ("faults" in read) throw new Error(JSON.stringify(read.faults));
  expect(read.hours.week.monday).toEqual([{ from: "08:00", to: "12:00" }, { from: "13:00", to: "02:00" }]);
  expect(read.hours.week.sunday).toEqual([]);
  expect(read.hours.exceptions).toEqual([
    { date: "2026-12-24", intervals: [] },
    { date: "2026-12-31", intervals: [{ from: "10:00", to: "00:00" }] },
  ]);
  const shown = entriesOf(read.hours);
  expect(shown).toEqual({ ...none, monday: "08:00-12:00, 13:00-02:00", exceptions: "2026-12-24 closed\n2026-12-31 10:00-00:00" });
  expect(hoursOf(shown)).toEqual(read);
});

test.each([
  ["8-12"], ["8:00"], ["8:00-25:00"], ["8:60-9:00"], ["8:00-12:00 13:00-18:00"],
  ["8:00-12:00, 11:00-18:00"], ["20:00-2:00, 3:00-4:00"], ["13:00-18:00, 8:00-12:00"],
])("the times %s are refused", (monday) => {
  expect(Object.keys((hoursOf({ ...none, monday }) as { faults: object }).faults)).toEqual(["monday"]);
});

test.each([["2026-02-30 closed"], ["2026-12-24"], ["24.12.2026 closed"], ["2026-12-24 closed\n2026-12-24 8:00-9:00"], ["2026-12-24 noon"]])(
  "the dates %s are refused",
  (exceptions) => {
    expect(Object.keys((hoursOf({ ...none, exceptions }) as { faults: object }).faults)).toEqual(["exceptions"]);
  },
);
