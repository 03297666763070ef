import type { Page } from '@playwright/test';
import type { Site } from '../../web/shared/contract.ts';
import * as on from './devices.ts';
import { Display } from './display.ts';
import { facts } from './facts.ts';
import { expect, test } from './fixtures.ts';

/** Lets a page believe that it is older than what the shop serves. */
async function startOld(page: Page) {
  const site = await (await fetch(`${facts.api}/config.json`)).json() as Site;
  await page.route('**/config.json', route => route.fulfill({ json: { ...site, build: 'the-one-before' } }), { times: 1 });
}

test('the display loads a new build by itself', async ({ visit }) => {
  const display = new Display(await visit(on.wall, '/display', { as: 'dora' }));
  await expect(display.code).toBeVisible();
  await startOld(display.page);
  await display.page.clock.install();
  await display.page.reload();
  await expect(display.code).toBeVisible();
  const loaded = display.page.waitForEvent('load');
  await display.page.clock.fastForward('01:00:00');
  await loaded;
  await expect(display.code).toBeVisible();
});

test('the baristas\' page offers a new build and goes on working', async ({ shop, visit }) => {
  const page = await visit(on.tablet, '/barista', { as: 'mia' });
  await expect(page.locator('.badge')).toHaveText('Live');
  await startOld(page);
  await page.clock.install();
  await page.reload();
  await expect(page.locator('.badge')).toHaveText('Live');
  await page.clock.fastForward('01:00:00');
  await expect(page.getByText('A new version of this page is ready.')).toBeVisible();
  const { number } = await shop.order();
  await expect(page.locator(`[data-number="${number}"]`)).toBeVisible();
  await page.getByRole('button', { name: 'Reload' }).click();
  await expect(page.locator(`[data-number="${number}"]`)).toBeVisible();
  await expect(page.getByText('A new version of this page is ready.')).toBeHidden();
});
