import { join } from 'node:path';
import { test as base, type BrowserContextOptions, type Page } from '@playwright/test';
import type { Site } from '../../web/shared/contract.ts';
import { expectAccessible } from './axe.ts';
import { facts, type Name } from './facts.ts';
import { Shop } from './shop.ts';
import { signIn } from './signin.ts';
import type { Sockets } from './sockets.ts';
import { Watch } from './watch.ts';

export { expect } from '@playwright/test';

/** How to open a page. */
export interface VisitOptions {
  /** Who signs in. */
  as?: Name;
  /** What its WebSockets pass through. */
  sockets?: Sockets;
}

/** Opens a page on a device of its own. */
export type Visit = (device: BrowserContextOptions, path: string, options?: VisitOptions) => Promise<Page>;

/** Checks with axe-core that a state of a page is accessible, and takes its picture for `make screenshots`. */
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

  shop: async ({}, use) => {
    const shop = new Shop();
    await shop.reset();
    await use(shop);
  },

  watch: async ({ site }, use) => {
    const watch = new Watch(new Set([facts.site, site.liveUrl, site.signIn.url].map(url => new URL(url).origin)));
    await use(watch);
    watch.verify();
  },

  visit: async ({ browser, watch }, use) => {
    await use(async (device, path, { as, sockets } = {}) => {
      const context = await browser.newContext(device);
      watch.follow(context);
      await sockets?.attach(context);
      const page = await context.newPage();
      await page.goto(facts.site + path);
      if (as) await signIn(page, as);
      return page;
    });
  },

  look: async ({}, use) => {
    await use(async (page, state) => {
      await expectAccessible(page, state);
      const folder = process.env.COFFEESHOP_SCREENSHOTS;
      if (folder) await page.screenshot({ path: join(folder, `${state}.png`), animations: 'disabled', caret: 'hide' });
    });
  },
});
