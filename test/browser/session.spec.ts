import { Barista } from './barista.ts';
import * as on from './devices.ts';
import { expect, test } from './fixtures.ts';
import { Manager } from './manager.ts';
import { submit } from './signin.ts';

test('a sign-in is renewed without a word while it lasts, and asked for when it has ended', async ({ shop, visit, watch, look }) => {
  watch.allow(/status of 400/); // the end of the sign-in
  const barista = new Barista(await visit(on.tablet, '/barista', { as: 'mia', prepare: page => page.clock.install() }));
  await expect(barista.badge).toHaveText('Live');

  const renewed = barista.page.waitForResponse(/\/oauth2\/token$/);
  await barista.page.clock.fastForward('01:00:00');
  expect((await renewed).ok()).toBe(true);
  const { number } = await shop.order();
  await barista.expectIn('Queued', number);

  await shop.signOut('mia');
  await barista.page.clock.fastForward('01:00:00');
  await barista.expectMessage('Your sign-in has expired');
  await look(barista.page, 'barista-expired');
  await barista.page.getByRole('button', { name: 'Sign in again' }).click();
  await submit(barista.page, 'mia');
  await barista.expectIn('Queued', number);
});

test('what a manager was typing is there, and not saved, after signing in again', async ({ shop, visit, watch }) => {
  watch.allow(/status of 400/);
  const manager = new Manager(await visit(on.tablet, '/manager', { as: 'max', prepare: page => page.clock.install() }));
  const [monday, drinks] = [manager.hours.getByLabel('Monday'), manager.limits.getByLabel('Drinks per code')];
  const espresso = () => manager.drink('Espresso').getByLabel('Name', { exact: true });
  await manager.edit('Espresso');
  await espresso().fill('Ristretto');
  await monday.fill('8:00-');
  await drinks.fill('7');

  await shop.signOut('max');
  await manager.page.clock.fastForward('01:00:00');
  await manager.limits.getByRole('button', { name: 'Save settings' }).click();
  await manager.page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await submit(manager.page, 'max');
  await expect(monday).toHaveValue('8:00-');
  await expect(drinks).toHaveValue('7');
  await expect(manager.page.getByRole('button', { name: 'Discard' })).toHaveCount(3);
  await manager.page.reload(); // they are kept once
  await expect(monday).toHaveValue('');
  await expect(drinks).toHaveValue('10');
});
