import { Barista } from './barista.ts';
import * as on from './devices.ts';
import { expect, test } from './fixtures.ts';

test('a barista works the whole page by keys', async ({ shop, visit, look }) => {
  const orders = [await shop.order(), await shop.order()];
  const [first, second] = orders.map(({ number }) => number) as [number, number];
  const barista = new Barista(await visit(on.tablet, '/barista', { as: 'mia' }));
  const { keyboard } = barista.page;
  await barista.expectIn('Queued', second);

  await keyboard.press('?');
  await expect(barista.page.getByRole('dialog')).toContainText('Choose an order by its number');
  await look(barista.page, 'barista-keys');
  await keyboard.press('Escape');

  await keyboard.type(`${second}m`);
  await barista.expectIn('Making', second);
  await keyboard.press('r');
  await barista.expectIn('Ready', second);
  await keyboard.press('u');
  await barista.expectIn('Making', second);
  await keyboard.press('q');
  await barista.expectIn('Queued', second);
  await keyboard.type(`${second}m`);
  await barista.expectIn('Making', second);
  await keyboard.press('r');
  await barista.expectIn('Ready', second);
  await keyboard.press('c');
  await expect(barista.card(second)).toBeHidden();

  await keyboard.type(`${first}x`);
  await expect(barista.page.getByRole('dialog')).toContainText(`Cancel number ${first}?`);
  await keyboard.press('Shift+Tab'); // from the buttons to the reasons
  await keyboard.press('ArrowDown');
  await keyboard.press('Tab');
  await keyboard.press('Tab');
  await keyboard.press('Enter');
  await expect(barista.card(first)).toBeHidden();

  await keyboard.press('o');
  await expect(barista.page.getByRole('dialog')).toContainText('Close the shop?');
  await keyboard.press('Escape');
  await expect(barista.page.getByRole('dialog')).toBeHidden();
});
