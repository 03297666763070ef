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
    await expect(display.preparing.getByRole('listitem')).toHaveText([`${orders[0]!.number}`]);
    await look(display.page, `display-${size}`);
    expect(await display.page.evaluate(findFaults)).toEqual([]);
  });
}

test('the display shows sixty numbers without one too small to read', async ({ shop, visit, look }) => {
  await shop.fill(60, { making: 10, ready: 30 });
  const display = new Display(await visit(on.wall, '/display', { as: 'dora' }));
  await expect(display.ready.getByRole('listitem')).not.toHaveCount(0);
  await look(display.page, 'display-sixty-orders');
  expect(await display.page.evaluate(findFaults)).toEqual([]);
});

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

/** Lists the texts that are lower than 2% of the screen, or lie outside of their panel. Runs in the page. */
function findFaults(): string[] {
  const texts = [...document.querySelectorAll<HTMLElement>('header *, main *')]
    .filter(element => element.checkVisibility() && !element.closest('.visually-hidden'))
    .filter(element => [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.textContent!.trim()));
  return texts.flatMap(element => {
    const box = element.getBoundingClientRect();
    const panel = (element.closest('section, header') ?? document.body).getBoundingClientRect();
    const inside = box.top >= panel.top && box.left >= panel.left && box.bottom <= panel.bottom && box.right <= panel.right;
    const share = parseFloat(getComputedStyle(element).fontSize) / innerHeight;
    return [
      ...(inside ? [] : [`${element.textContent} lies outside of its panel`]),
      ...(share >= 0.02 ? [] : [`${element.textContent} is ${(share * 100).toFixed(1)}% of the screen high`]),
    ];
  });
}
