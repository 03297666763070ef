/**
 * whenText says when the shop opens or closes, on its own clock: a time for today, with the day of the
 * week for the next six days, else with the date. The time has the shop's offset from UTC.
 */
export function whenText(at: string, language: string, now: number = Date.now()): string {
  const wall = Date.parse(`${at.slice(0, 19)}Z`); // the shop's clock, as if it were UTC
  const today = now + wall - Date.parse(at);
  const days = Math.floor(wall / day) - Math.floor(today / day);
  const date: Intl.DateTimeFormatOptions = days === 0 ? {} : days > 0 && days < 7 ? { weekday: "long" } : { day: "numeric", month: "long" };
  return new Intl.DateTimeFormat(language, { ...date, hour: "numeric", minute: "2-digit", timeZone: "UTC" }).format(wall);
}

const day = 24 * 60 * 60 * 1000;
