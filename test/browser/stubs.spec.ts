import { phone, tablet, wall } from './devices.ts';
import { expect, test } from './fixtures.ts';

test('the customers\' page shows the live menu', async ({ shop, visit }) => {
  const page = await visit(phone, await shop.link());
  await expect(page.getByText('Flat white').first()).toBeVisible();
});

test('a barista signs in through the managed login', async ({ shop, visit }) => {
  const { number } = await shop.order();
  const page = await visit(tablet, '/barista', { as: 'mia' });
  await expect(page.getByText(`${number}`).first()).toBeVisible();
});

test('the display signs in and shows the numbers', async ({ shop, visit }) => {
  const { number } = await shop.order();
  const page = await visit(wall, '/display', { as: 'dora' });
  await expect(page.getByText(`${number}`).first()).toBeVisible();
});
