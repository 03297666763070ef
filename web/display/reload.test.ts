import { afterEach, expect, test, vi } from "vitest";
import { reload, untilNight } from "./reload";

afterEach(() => void vi.unstubAllGlobals());

const hour = 3_600_000;

test.each([
  ["in the evening", new Date(2026, 10, 25, 20), 0, 7 * hour],
  ["just before", new Date(2026, 10, 25, 2), 0, hour],
  ["at the time itself, the next night", new Date(2026, 10, 25, 3), 0, 24 * hour],
  ["at a random time until 5:00", new Date(2026, 10, 25, 20), 0.5, 8 * hour],
])("the display reloads at night: %s", (_, now, random, milliseconds) => {
  expect(untilNight(now, random)).toBe(milliseconds);
});

/** serve answers requests for the page and for config.json with a status each, 0 for no network. */
function serve(page: number, config: number): void {
  vi.stubGlobal("location", { href: "https://shop/display" });
  vi.stubGlobal("fetch", (url: string) => {
    const status = url.includes("config") ? config : page;
    return status ? Promise.resolve(new Response("{}", { status })) : Promise.reject(new TypeError("no network"));
  });
}

test.each([
  [200, 200, true],
  [0, 0, false],
  [503, 200, false],
  [200, 503, false],
])("a page that answers %d and a config that answers %d: reloads %s", async (page, config, reloads) => {
  serve(page, config);
  const load = vi.fn();
  expect(await reload(load)).toBe(reloads);
  expect(load).toHaveBeenCalledTimes(reloads ? 1 : 0);
});
