import { afterEach, beforeEach, expect, test, vi } from "vitest";

let build: string;
let reachable: boolean;
let wake: () => void;
let found: number;

beforeEach(() => {
  vi.resetModules(); // a page loads its site once
  vi.useFakeTimers();
  build = "1";
  reachable = true;
  found = 0;
  vi.stubGlobal("fetch", async () => {
    if (!reachable) throw new TypeError("Failed to fetch");
    return new Response(JSON.stringify({ build }));
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

async function watch(): Promise<() => void> {
  const { loadSite, watchBuild } = await import("./site");
  await loadSite();
  const wakeUps = (call: () => void) => {
    wake = call;
    return () => {};
  };
  return watchBuild(() => void found++, wakeUps, () => 1);
}

test("a page that could not load its site can try again", async () => {
  const { loadSite } = await import("./site");
  reachable = false;
  await expect(loadSite()).rejects.toMatchObject({ code: "offline" });
  reachable = true;
  expect((await loadSite()).build).toBe("1");
});

test("a new build is found within six minutes", async () => {
  await watch();
  await vi.advanceTimersByTimeAsync(12 * 60_000);
  expect(found).toBe(0);
  build = "2";
  await vi.advanceTimersByTimeAsync(6 * 60_000);
  expect(found).toBe(1);
});

test("a new build is found within half a minute of a wake-up", async () => {
  await watch();
  build = "2";
  wake();
  await vi.advanceTimersByTimeAsync(30_000);
  expect(found).toBe(1);
});

test("no network is no new build, and it goes on", async () => {
  await watch();
  reachable = false;
  await vi.advanceTimersByTimeAsync(60 * 60_000);
  expect(found).toBe(0);
  reachable = true;
  build = "2";
  await vi.advanceTimersByTimeAsync(6 * 60_000);
  expect(found).toBe(1);
});

test("nothing is looked for after the end", async () => {
  const end = await watch();
  build = "2";
  end();
  await vi.advanceTimersByTimeAsync(60 * 60_000);
  expect(found).toBe(0);
});
