import * as on from './devices.ts';
import { Display } from './display.ts';
import { expect, test } from './fixtures.ts';
import { setOffline } from './watch.ts';

test('the display hides a code that is used up, and says when the next one comes', async ({ shop, visit, look }) => {
  const display = new Display(await visit(on.wall, '/display', { as: 'dora' }));
  await expect(display.code).toBeVisible();
  await expect(display.page.getByText('10 drinks left')).toBeVisible();
  await shop.scan();
  await expect(display.page.getByText('9 drinks left')).toBeVisible();
  await shop.setLimits({ drinksPerCode: 1 });
  await expect(display.page.getByRole('heading', { name: 'All taken' })).toBeVisible();
  await expect(display.code).toBeHidden();
  await look(display.page, 'display-used-up');
});

test('the display says that the shop is closed', async ({ shop, visit, look }) => {
  const display = new Display(await visit(on.wall, '/display', { as: 'dora' }));
  await expect(display.code).toBeVisible();
  await shop.setOpen(false);
  await expect(display.page.getByRole('heading', { name: 'We\'re closed' })).toBeVisible();
  await expect(display.code).toBeHidden();
  await look(display.page, 'display-closed');
});

for (const [size, device] of Object.entries({ '1080p': on.wall, '4K': on.wall4K, portrait: on.portrait })) {
  test(`the display fills a ${size} screen with nothing too small to read`, async ({ shop, visit, look }) => {
    const orders = [await shop.order(), await shop.order(), await shop.order()];
    for (const { orderId } of orders.slice(1)) await shop.move(orderId, 'complete');
    const display = new Display(await visit(device, '/display', { as: 'dora' }));
    await display.expectReady(orders[1]!.number);
    await look(display.page, `display-${size}`);
    const { smallest, tooWide } = await display.page.evaluate(() => {
      const texts = [...document.querySelectorAll<HTMLElement>('header *, main *')]
        .filter(element => element.checkVisibility() && [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.textContent!.trim()))
        .filter(element => !element.closest('.visually-hidden'));
      const { scrollWidth, scrollHeight, clientWidth, clientHeight } = document.documentElement;
      return {
        smallest: Math.min(...texts.map(element => parseFloat(getComputedStyle(element).fontSize) / innerHeight)),
        tooWide: scrollWidth > clientWidth || scrollHeight > clientHeight,
      };
    });
    expect(tooWide).toBe(false);
    expect(smallest, 'of the height of the screen').toBeGreaterThanOrEqual(0.02);
  });
}

test('the display calls the newest ready number, and drops one that nobody collects', async ({ shop, visit }) => {
  const display = new Display(await visit(on.wall, '/display', { as: 'dora' }));
  const { orderId, number } = await shop.order();
  await display.expectPreparing(number);
  await shop.move(orderId, 'complete');
  await display.expectReady(number);
  await expect(display.page.getByText(`Number ${number} is ready.`)).toBeAttached();
  await shop.setLimits({ collectWithinSeconds: 1 });
  await expect(async () => {
    await shop.clean();
    await expect(display.ready.getByText(`${number}`, { exact: true })).toBeHidden({ timeout: 500 });
  }).toPass();
});

test('the display is back in the morning after a night without network', async ({ shop, visit, watch, look }) => {
  const display = new Display(await visit(on.wall, '/display', { as: 'dora', prepare: page => page.clock.install() }));
  await expect(display.code).toBeVisible();
  await setOffline(display.page, watch, true);
  await display.page.clock.fastForward('10:00:00');
  await expect(display.page.getByRole('heading', { name: 'No code right now' })).toBeVisible();
  await look(display.page, 'display-offline');
  const { number } = await shop.order();
  await setOffline(display.page, watch, false);
  await expect(display.code).toBeVisible();
  await display.expectPreparing(number);
});

test('someone who may not show the code still sees the numbers', async ({ shop, visit, look }) => {
  const { number } = await shop.order();
  const display = new Display(await visit(on.wall, '/display'));
  await display.expectPreparing(number);
  await expect(display.code).toBeHidden();
  await look(display.page, 'display-signed-out');
});
