import { Barista } from './barista.ts';
import { Customer } from './customer.ts';
import * as on from './devices.ts';
import { expect, test } from './fixtures.ts';
import { expectStill } from './layout.ts';

test('a barista works through an order, and takes a wrong tap back', async ({ shop, visit, look }) => {
  const { number } = await shop.order();
  const barista = new Barista(await visit(on.tablet, '/barista', { as: 'mia' }));
  await barista.expectIn('Queued', number);
  await expect(barista.card(number)).toContainText('Flat white');
  await expect(barista.card(number)).toContainText('oat');
  await barista.step('Making', number).click();
  await barista.expectIn('Making', number);
  await barista.step('Ready', number).click();
  await barista.expectIn('Ready', number);
  await barista.more(number);
  await look(barista.page, 'barista-recall');
  await barista.page.getByRole('button', { name: /^Recall/ }).click();
  await barista.expectIn('Making', number);
  await barista.step('Ready', number).click();
  await barista.step('Collected', number).click();
  await expect(barista.card(number)).toBeHidden();
  await barista.page.getByRole('button', { name: /^Last finished/ }).click();
  await look(barista.page, 'barista-last-finished');
});

test('of two baristas at one order, the slower one reads who was quicker', async ({ shop, visit, watch }) => {
  watch.allow(/status of 409/);
  const { number } = await shop.order();
  const mia = new Barista(await visit(on.tablet, '/barista', { as: 'mia' }));
  const ole = new Barista(await visit(on.tablet, '/barista', { as: 'ole' }));
  await ole.expectIn('Queued', number);
  await ole.page.route('**/api/queue/*/claim', async route => { // the other one presses at this moment
    await mia.step('Making', number).click();
    await mia.expectIn('Making', number);
    await route.continue();
  });
  await ole.step('Making', number).click();
  await ole.expectMessage(/mia/);
  await ole.expectIn('Making', number);
  await expect(ole.step('Ready', number)).toBeHidden();
});

test('a customer reads why a barista cancelled the order', async ({ shop, visit, look }) => {
  const customer = new Customer(await visit(on.phone, await shop.link()));
  const number = await customer.order();
  const barista = new Barista(await visit(on.tablet, '/barista', { as: 'mia' }));
  await barista.more(number);
  await barista.page.getByRole('button', { name: 'Cancel order…' }).click();
  await barista.page.getByLabel('Another reason').check();
  await barista.page.getByLabel('Reason, in your words').fill('The machine is on fire.');
  await look(barista.page, 'barista-cancel');
  await barista.page.getByRole('button', { name: 'Cancel order', exact: true }).click();
  await expect(barista.card(number)).toBeHidden();
  await expect(customer.page.getByText('The machine is on fire.')).toBeVisible();
});

test('an order at the counter joins the queue', async ({ shop, visit, look }) => {
  const barista = new Barista(await visit(on.tablet, '/barista', { as: 'mia' }));
  await barista.page.getByRole('button', { name: 'Counter order' }).click();
  const dialog = barista.page.getByRole('dialog');
  await dialog.getByText('Flat white').click();
  await dialog.getByText('soy').click();
  await look(barista.page, 'barista-counter-order');
  await dialog.getByRole('button', { name: 'Order Flat white, soy' }).click();
  await barista.expectMessage(/Flat white, soy is number \d+/);
  await expect(barista.column('Queued')).toContainText('soy');
  expect((await shop.queue())[0]).toMatchObject({ takenBy: 'mia', choice: { drink: 'flat-white', modifiers: { milk: 'soy' } } });
});

test('a counter order that the workflow turns away says why', async ({ shop, visit }) => {
  await shop.order();
  await shop.setLimits({ queueLimit: 1 });
  const barista = new Barista(await visit(on.tablet, '/barista', { as: 'mia' }));
  await barista.page.getByRole('button', { name: 'Counter order' }).click();
  await barista.page.getByRole('dialog').getByText('Espresso').click();
  await barista.page.getByRole('button', { name: 'Order Espresso' }).click();
  await barista.expectMessage(/Espresso was turned away, the queue is full/);
});

test('customers see at once that a drink is sold out and that the shop is closed', async ({ visit, look }) => {
  const customer = new Customer(await visit(on.phone, '/'));
  const barista = new Barista(await visit(on.tablet, '/barista', { as: 'mia' }));
  await barista.page.getByRole('button', { name: 'Drinks' }).click();
  const row = barista.page.getByRole('dialog').getByRole('listitem').filter({ hasText: 'Espresso' });
  await row.getByRole('button', { name: /sold out/i }).click();
  await expect(customer.page.getByRole('listitem').filter({ hasText: 'Espresso' })).toContainText('Sold out');
  await look(barista.page, 'barista-drinks');
  await barista.page.keyboard.press('Escape');

  await barista.page.getByRole('button', { name: 'Close shop' }).click();
  await look(barista.page, 'barista-close-shop');
  await barista.page.getByRole('dialog').getByRole('button', { name: 'Close shop' }).click();
  await expect(customer.page.getByText('Closed', { exact: true })).toBeVisible();
  await expect(barista.page.getByRole('button', { name: 'Open shop' })).toBeVisible();
  await look(barista.page, 'barista-closed');
});

test('a row stays under the finger while the queue changes', async ({ shop, visit }) => {
  const first = await shop.order();
  const second = await shop.order();
  const barista = new Barista(await visit(on.tablet, '/barista', { as: 'mia' }));
  const button = barista.step('Making', second.number);
  await button.hover();
  await expectStill(button, async () => {
    const third = await shop.order();
    await barista.expectIn('Queued', third.number);
    await shop.move(first.orderId, 'claim', 'ole');
    await barista.expectIn('Making', first.number);
  });
});

test('twenty orders fit on a tablet', async ({ shop, visit, look }) => {
  await shop.fill(20, { making: 4, ready: 4 });
  const barista = new Barista(await visit(on.tablet, '/barista', { as: 'mia' }));
  const cards = barista.page.locator('[data-number]');
  await expect(cards).toHaveCount(20);
  for (const card of await cards.all()) await expect(card).toBeInViewport({ ratio: 1 });
  await look(barista.page, 'barista-twenty-orders');
});

test('someone of another group reads who may use the page', async ({ visit, look }) => {
  const page = await visit(on.tablet, '/barista', { as: 'dora' });
  await expect(page.getByRole('heading', { level: 1 })).toContainText('dora may not use');
  await look(page, 'barista-wrong-group');
  await page.getByRole('button', { name: 'Use another account' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Please sign in');
  await look(page, 'barista-signed-out');
});
