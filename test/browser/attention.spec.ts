import type { Page } from '@playwright/test';
import { Barista } from './barista.ts';
import { Customer } from './customer.ts';
import * as on from './devices.ts';
import { expect, test } from './fixtures.ts';
import { wakeLocks } from './wakelock.ts';

/** Counts the tones that a page plays. */
async function listen(page: Page) {
  await page.addInitScript(() => {
    const { createOscillator } = AudioContext.prototype;
    AudioContext.prototype.createOscillator = function () {
      const { dataset } = document.documentElement;
      dataset.tones = `${Number(dataset.tones ?? 0) + 1}`;
      return createOscillator.call(this);
    };
  });
}

const tones = async (page: Page) => Number(await page.locator('html').getAttribute('data-tones'));

test('a new order chimes on a tablet whose chime is on, and its number is in the title', async ({ shop, visit }) => {
  const barista = new Barista(await visit(on.tablet, '/barista', { as: 'mia', prepare: listen }));
  await expect(barista.badge).toHaveText('Live');
  const first = await shop.order();
  await barista.expectIn('Queued', first.number);
  expect(await tones(barista.page)).toBe(0);
  await barista.page.getByRole('button', { name: 'Chime off' }).click();
  await expect(barista.page.getByRole('button', { name: 'Chime on' })).toBeVisible();
  const sample = await tones(barista.page);
  expect(sample, 'of the sample').toBeGreaterThan(0);
  const second = await shop.order();
  await barista.expectIn('Queued', second.number);
  await expect.poll(() => tones(barista.page)).toBeGreaterThan(sample);
  await expect(barista.page).toHaveTitle(/^\(2\)/);
});

test('a phone chimes when the drink is ready', async ({ shop, visit }) => {
  const customer = new Customer(await visit(on.phone, await shop.link(), { prepare: listen }));
  const { orderId } = await customer.ticket();
  await customer.order();
  const before = await tones(customer.page);
  await shop.move(orderId, 'complete');
  await customer.expectHeading('Ready!');
  await expect.poll(() => tones(customer.page)).toBeGreaterThan(before);
});

for (const granted of [true, false]) {
  test(`a tablet whose screen ${granted ? 'stays on' : 'may go dark'} says ${granted ? 'nothing' : 'so'}`, async ({ visit }) => {
    const barista = new Barista(await visit(on.tablet, '/barista', { as: 'mia', prepare: wakeLocks(granted) }));
    await expect(barista.badge).toHaveText('Live');
    const hint = barista.page.getByText('This browser lets the screen go dark.');
    await (granted ? expect(hint).toBeHidden() : expect(hint).toBeVisible());
  });
}
