import type { Route } from '@playwright/test';
import { Customer } from './customer.ts';
import * as on from './devices.ts';
import { facts } from './facts.ts';
import { expect, test } from './fixtures.ts';

test('a visitor without a code sees the shop and its menu', async ({ shop, visit, look }) => {
  await shop.setAvailable('espresso', false);
  const customer = new Customer(await visit(on.phone, '/'));
  await customer.expectHeading('Scan the code on the display');
  await expect(customer.page.getByText('Flat white')).toBeVisible();
  await expect(customer.page.getByRole('listitem').filter({ hasText: 'Espresso' })).toContainText('Sold out');
  await look(customer.page, 'customer-without-a-code');
  await shop.setOpen(false);
  await expect(customer.page.getByText('Closed', { exact: true })).toBeVisible();
  await look(customer.page, 'customer-without-a-code-closed');
});

test('a drink that sells out while it is chosen says so, and the rest of the choice is kept', async ({ shop, visit, look }) => {
  const customer = new Customer(await visit(on.phone, await shop.link()));
  await customer.expectHeading('What would you like?');
  await look(customer.page, 'customer-choosing');
  await customer.pick('Flat white', 'oat');
  await expect(customer.orderButton('Flat white, oat')).toBeEnabled();
  await look(customer.page, 'customer-chosen');
  await shop.setAvailable('flat-white', false);
  await expect(customer.page.getByRole('alert')).toContainText('Flat white has just sold out');
  await look(customer.page, 'customer-sold-out');
  await customer.pick('Cappuccino');
  await customer.orderButton('Cappuccino, oat').click();
  await customer.number();
  expect((await shop.queue())[0]?.choice).toEqual({ drink: 'cappuccino', modifiers: { milk: 'oat' } });
});

test('the time to choose is counted by the server\'s clock, with a warning at the end', async ({ shop, visit, look }) => {
  const wrong = Date.now() + 7 * 60_000;
  const customer = new Customer(await visit(on.phone, await shop.link(), { prepare: page => page.clock.install({ time: wrong }) }));
  const timer = customer.page.getByRole('timer');
  await expect(timer).toHaveText(/^1[45]:\d\d$/);
  await expect(customer.page.getByText('Less than two minutes left.')).toBeHidden();
  await customer.page.clock.fastForward('13:10');
  await expect(customer.page.getByText('Less than two minutes left.')).toBeVisible();
  await look(customer.page, 'customer-hurry');
});

test('a double tap orders once', async ({ shop, visit }) => {
  const customer = new Customer(await visit(on.phone, await shop.link()));
  await customer.pick('Espresso');
  await customer.orderButton('Espresso').dblclick();
  await customer.number();
  expect(await shop.queue()).toHaveLength(1);
});

test('a scan whose answer is lost takes one drink, even if the page is loaded again', async ({ shop, visit, watch }) => {
  watch.allow(/ERR_FAILED/);
  let lost: () => void;
  const sent = new Promise<void>(resolve => { lost = resolve; });
  const lose = async (route: Route) => {
    const request = route.request();
    const { 'idempotency-key': key, 'content-type': type } = request.headers();
    await fetch(`${facts.api}/api/orders`, { method: 'POST', headers: { 'idempotency-key': key!, 'content-type': type! }, body: request.postData() });
    await route.abort();
    lost();
  };
  const page = await visit(on.phone, await shop.link(), { prepare: page => page.route('**/api/orders', lose, { times: 1 }) });
  await sent;
  await page.reload();
  await new Customer(page).order();
  expect(await shop.remaining()).toBe(9);
});

test('an order is found again after a reload, in a new tab and by a second scan', async ({ shop, visit }) => {
  const customer = new Customer(await visit(on.phone, await shop.link()));
  const number = await customer.order();
  expect(customer.page.url()).not.toContain('#');
  await customer.page.reload();
  expect(await customer.number()).toBe(number);

  const tab = new Customer(await customer.page.context().newPage());
  await customer.page.close();
  await tab.page.goto(new URL(customer.page.url()).href);
  expect(await tab.number()).toBe(number);

  await tab.page.goto('about:blank');
  await tab.page.goto(new URL(await shop.link(), customer.page.url()).href);
  expect(await tab.number()).toBe(number);
  await expect(tab.page.getByText('You already have an order on this phone')).toBeVisible();
  expect(await shop.remaining()).toBe(9);
});

test('a German phone speaks German, and English after the switch', async ({ shop, visit, look }) => {
  const customer = new Customer(await visit(on.phone, await shop.link(), { context: { locale: 'de-DE' } }));
  await expect(customer.page.locator('html')).toHaveAttribute('lang', 'de');
  await look(customer.page, 'customer-choosing-german');
  await customer.page.getByRole('button', { name: 'English' }).click();
  await customer.expectHeading('What would you like?');
});
