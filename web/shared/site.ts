import type { Site } from "./contract";
import { wakeOnEvents } from "./environment";
import { request } from "./http";

let loading: Promise<Site> | undefined;

/**
 * loadSite gets config.json, once: it tells where the services are. It throws a
 * RequestError, and can then be called again.
 */
export function loadSite(): Promise<Site> {
  loading ??= request<Site>("GET", "config.json").catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

/** hasNewBuild reports whether other pages are served now than when this one was loaded. */
export async function hasNewBuild(): Promise<boolean> {
  const [loaded, served] = await Promise.all([loadSite(), request<Site>("GET", "config.json")]);
  return loaded.build !== served.build;
}

const period = 5 * 60_000;

/**
 * watchBuild calls found whenever it sees that a new build is served, for the page to
 * reload when it may. It looks about every five minutes, and within half a minute of a
 * wake-up. It returns a function that ends it.
 */
export function watchBuild(found: () => void, wakeUps = wakeOnEvents, random = Math.random): () => void {
  let timer: ReturnType<typeof setTimeout>;
  const after = (milliseconds: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void look(), milliseconds);
  };
  const look = async () => {
    after(period * (0.8 + random() * 0.4));
    if (await hasNewBuild().catch(() => false)) found();
  };
  after(period * (0.8 + random() * 0.4));
  const stopWaking = wakeUps(() => after(random() * 30_000));
  return () => {
    clearTimeout(timer);
    stopWaking();
  };
}
