import type { Page } from '@playwright/test';
import { Barista } from './barista.ts';
import { Customer } from './customer.ts';
import * as on from './devices.ts';
import { Display } from './display.ts';
import { expect, test } from './fixtures.ts';
import { scan } from './scanner.ts';

test('a coffee, from the code on the wall to the counter, on pages that nobody reloads', async ({ browser, visit, look }) => {
  const display = new Display(await visit(on.wall, '/display', { as: 'dora' }));
  const barista = new Barista(await visit(on.tablet, '/barista', { as: 'mia' }));
  await expect(display.code).toBeVisible();
  const customer = new Customer(await visit(on.phone, await scan(browser, display.code)));
  const pages = [display.page, barista.page, customer.page];
  await Promise.all(pages.map(mark));

  const number = await customer.order();
  await customer.expectHeading('In the queue');
  await display.expectPreparing(number);
  await barista.expectIn('Queued', number);
  await look(customer.page, 'customer-queued');

  await barista.step('Making', number).click();
  await customer.expectHeading('Your drink is being made');
  await display.expectPreparing(number);
  await look(customer.page, 'customer-making');

  await barista.step('Ready', number).click();
  await customer.expectHeading('Ready!');
  await expect(customer.page).toHaveTitle(`Number ${number} is ready!`);
  await display.expectReady(number);
  await look(customer.page, 'customer-ready');
  await look(display.page, 'display-ready');

  await barista.step('Collected', number).click();
  await customer.expectHeading('Enjoy your drink!');
  await display.expectGone(number);
  for (const page of pages) expect(await isMarked(page), page.url()).toBe(true);
});

/** Marks a page, so that a reload can be noticed. */
const mark = (page: Page) => page.evaluate(() => { document.documentElement.dataset.marked = 'yes'; });

const isMarked = (page: Page) => page.evaluate(() => document.documentElement.dataset.marked === 'yes');

test('a customer whose drink waits is reminded once', async ({ shop, visit, look }) => {
  const customer = new Customer(await visit(on.phone, await shop.link()));
  const { orderId } = await customer.ticket();
  await customer.order();
  await shop.move(orderId, 'complete');
  await customer.expectHeading('Ready!');
  await shop.setLimits({ collectWithinSeconds: 1 });
  await expect(async () => {
    await shop.clean();
    await expect(customer.page.getByText('Your drink is still waiting for you at the counter.')).toBeVisible({ timeout: 500 });
  }).toPass();
  await shop.setLimits({});
  await look(customer.page, 'customer-reminded');
});
