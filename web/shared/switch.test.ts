import { expect, test } from "vitest";
import { whenText } from "./switch";

// The words between depend on the version of Node. It is 23:30 on Thursday in Berlin.
const now = Date.parse("2026-11-26T22:30:00Z");

test.each([
  ["2026-11-26T23:45:00+01:00", "de", /^23:45$/],
  ["2026-11-27T08:00:00+01:00", "de", /^Freitag.* 0?8:00$/],
  ["2026-12-02T08:00:00+01:00", "de", /^Mittwoch.* 0?8:00$/],
  ["2026-12-03T08:00:00+01:00", "de", /^3\. Dezember.* 0?8:00$/],
  ["2026-11-26T22:45:00Z", "en", /^10:45\sPM$/],
  ["2026-11-27T08:00:00+01:00", "en", /^Friday.* 8:00\sAM$/],
])("%s in %s matches %s", (at, language, want) => {
  expect(whenText(at, language, now)).toMatch(want);
});
