import type { Page } from '@playwright/test';

/** Returns what prepares a page so that its requests to keep the screen on are granted, or refused. */
export function wakeLocks(granted: boolean) {
  return (page: Page) => page.addInitScript(granted => {
    const lock = Object.assign(new EventTarget(), { released: false, release: async () => {} });
    const request = async () => granted ? lock : Promise.reject(new DOMException('refused', 'NotAllowedError'));
    Object.defineProperty(navigator, 'wakeLock', { value: { request } });
  }, granted);
}
