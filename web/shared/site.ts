import type { Site } from "./contract";
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
