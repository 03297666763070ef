import { Customer } from './customer.ts';
import * as on from './devices.ts';
import { expect, test } from './fixtures.ts';
import { Sockets } from './sockets.ts';
import { setOffline } from './watch.ts';

test('what happened while a phone was offline appears when it is back', async ({ shop, visit, watch, look }) => {
  const customer = new Customer(await visit(on.phone, await shop.link()));
  const { orderId } = await customer.ticket();
  await customer.order();
  await setOffline(customer.page, watch, true);
  await shop.move(orderId, 'claim');
  await expect(customer.badge).toHaveText(/^(Offline|Reconnecting) since \d\d:\d\d$/);
  await customer.expectHeading('In the queue');
  await look(customer.page, 'customer-offline');
  await setOffline(customer.page, watch, false);
  await customer.expectHeading('Your drink is being made');
  await expect(customer.badge).toHaveText('Live');
});

test('a page whose sockets are refused asks for news instead', async ({ shop, visit }) => {
  const sockets = new Sockets();
  const customer = new Customer(await visit(on.phone, await shop.link(), { prepare: sockets.attach }));
  const { orderId } = await customer.ticket();
  await customer.order();
  await sockets.refuse();
  await shop.move(orderId, 'claim');
  await expect(customer.badge).toHaveText(/^(Slow updates|Updates every few seconds)$/, { timeout: 60_000 });
  await customer.expectHeading('Your drink is being made');
  sockets.pass();
  await shop.move(orderId, 'complete');
  await customer.expectHeading('Ready!');
});

test('a page that wakes up to a dead socket shows what happened while it slept', async ({ shop, visit }) => {
  const sockets = new Sockets();
  const customer = new Customer(await visit(on.phone, await shop.link(), { prepare: sockets.attach }));
  const { orderId } = await customer.ticket();
  await customer.order();
  sockets.silence();
  await shop.move(orderId, 'claim');
  await shop.move(orderId, 'complete');
  sockets.pass();
  await customer.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await customer.expectHeading('Ready!');
});

test('a page connects again when API Gateway closes its socket', async ({ shop, visit }) => {
  const sockets = new Sockets();
  const customer = new Customer(await visit(on.phone, await shop.link(), { prepare: sockets.attach }));
  const { orderId } = await customer.ticket();
  await customer.order();
  await sockets.cut();
  await shop.move(orderId, 'claim');
  await customer.expectHeading('Your drink is being made');
  await expect(customer.badge).toHaveText('Live');
});
