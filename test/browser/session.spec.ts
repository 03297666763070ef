import { Barista } from './barista.ts';
import * as on from './devices.ts';
import { expect, test } from './fixtures.ts';
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
