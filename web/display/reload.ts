import { request } from "../shared/http";

/** Night is when the display loads itself afresh: at a random time from 3:00 to 5:00. */
const night = { from: 3, hours: 2 };
const again = 10 * 60_000;

/** untilNight returns the milliseconds from a local time to the next night's reload. */
export function untilNight(now: Date, random: number): number {
  const next = new Date(now);
  next.setHours(night.from, 0, 0, 0);
  if (next <= now) next.setDate(next.getDate() + 1);
  return next.getTime() - now.getTime() + random * night.hours * 3_600_000;
}

/**
 * reload loads the page afresh if its server answers. Without network, the browser
 * would show an error instead of the numbers, and nobody would reload that.
 */
export async function reload(load = () => location.reload()): Promise<boolean> {
  try {
    const page = await fetch(location.href, { cache: "no-store" });
    if (!page.ok) return false;
    await request("GET", "config.json");
  } catch {
    return false;
  }
  load();
  return true;
}

/** reloadAtNight reloads each night. It returns a function that ends it. */
export function reloadAtNight(random = Math.random): () => void {
  let timer: ReturnType<typeof setTimeout>;
  const wait = (milliseconds: number) => {
    timer = setTimeout(async () => {
      if (!(await reload())) wait(again * (0.5 + random()));
    }, milliseconds);
  };
  wait(untilNight(new Date(), random()));
  return () => clearTimeout(timer);
}
