import { Barista } from './barista.ts';
import { Customer } from './customer.ts';
import * as on from './devices.ts';
import { Display } from './display.ts';
import { expect, test } from './fixtures.ts';
import { Manager } from './manager.ts';
import { sideBySide } from './picture.ts';
import { wakeLocks } from './wakelock.ts';

// `make screenshots` copies the pictures of this test to docs/screenshots, for the README.
test('all pages in a rush', async ({ browser, shop, visit, look }) => {
  const phone = { ...on.phone, deviceScaleFactor: 1 };
  const called = new Customer(await visit(phone, await shop.link()));
  const number = await called.order();
  await shop.fill(13, { making: 4, ready: 3 });
  const waiting = new Customer(await visit(phone, await shop.link()));
  await waiting.order();
  const choosing = new Customer(await visit(phone, await shop.link()));
  await choosing.pick('Cappuccino', 'oat', 'large');
  const display = new Display(await visit(on.wall, '/display', { as: 'dora' }));
  await shop.move((await called.ticket()).orderId, 'complete');
  await called.expectHeading('Ready!');
  await display.expectReady(number);
  const barista = new Barista(await visit(on.tablet, '/barista', { as: 'mia', prepare: wakeLocks(true) }));
  await barista.expectIn('Ready', number);
  const manager = new Manager(await visit(on.tablet, '/manager', { as: 'max' }));
  await manager.edit('Cappuccino');
  await expect(waiting.page.getByText(/orders ahead of you$/)).toBeVisible();

  await look(display.page, 'readme-display');
  await look(barista.page, 'readme-barista');
  await look(manager.page, 'readme-manager');
  for (const { page } of [choosing, waiting, called]) await page.emulateMedia({ colorScheme: 'light' });
  await sideBySide(browser, [choosing.page, waiting.page, called.page], 'readme-customer-light');
});
