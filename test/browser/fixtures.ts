import { test as base, type BrowserContext, type BrowserContextOptions, type Page } from '@playwright/test';
import type { Site } from '../../web/shared/contract.ts';
import { expectAccessible, ofColours } from './axe.ts';
import { facts, type Name } from './facts.ts';
import { take } from './picture.ts';
import { Shop } from './shop.ts';
import { signIn } from './signin.ts';
import { Watch } from './watch.ts';

export { expect } from '@playwright/test';

/** How to open a page. */
export interface VisitOptions {
  /** Who signs in. */
  as?: Name;
  /** Prepares the page before it loads. */
  prepare?: (page: Page) => Promise<unknown>;
  /** What else the browser context has, such as a locale. */
  context?: BrowserContextOptions;
}

/** Opens a page on a device of its own, given its path or its URL. */
export type Visit = (device: BrowserContextOptions, path: string, options?: VisitOptions) => Promise<Page>;

/** Checks with axe-core that a state of a page is accessible, light and dark, and takes its pictures for `make screenshots`. */
export type Look = (page: Page, state: string) => Promise<void>;

interface Fixtures {
  /** The shop as it is at the beginning of each test: open, with its usual menu, and without orders. */
  shop: Shop;
  /** Fails the test at its end if a page misbehaved. */
  watch: Watch;
  visit: Visit;
  look: Look;
}

export const test = base.extend<Fixtures, { site: Site }>({
  site: [async ({}, use) => {
    await use(await (await fetch(`${facts.api}/config.json`)).json() as Site);
  }, { scope: 'worker' }],

  shop: [async ({}, use) => {
    const shop = new Shop();
    await shop.reset();
    await use(shop);
  }, { auto: true }],

  watch: async ({ site }, use) => {
    const watch = new Watch(new Set([facts.site, site.liveUrl, site.signIn.url].map(url => new URL(url).origin)));
    await use(watch);
    watch.verify();
  },

  visit: async ({ browser, watch }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (device, path, { as, prepare, context: more } = {}) => {
      const context = await browser.newContext({ ...device, ...more });
      contexts.push(context);
      watch.follow(context);
      const page = await context.newPage();
      await prepare?.(page);
      await page.goto(new URL(path, `${facts.site}/`).href);
      if (as) await signIn(page, as);
      return page;
    });
    await Promise.all(contexts.map(context => context.close()));
  },

  look: async ({}, use) => {
    await use(async (page, state) => {
      for (const colorScheme of ['dark', 'light'] as const) {
        await page.emulateMedia({ colorScheme });
        await expectAccessible(page, `${state}, ${colorScheme}`, colorScheme === 'dark' ? ofColours : undefined);
        await take(page, `${state}-${colorScheme}`);
      }
    });
  },
});
