import { Customer } from './customer.ts';
import * as on from './devices.ts';
import { expect, test } from './fixtures.ts';

for (const [size, device] of Object.entries({ 'a small phone': on.smallPhone, 'a large phone': on.largePhone, 'a desktop window': on.desktop })) {
  test(`the customers' page fits ${size}`, async ({ shop, visit, look }) => {
    const customer = new Customer(await visit(device, await shop.link()));
    await customer.pick('Cappuccino', 'large');
    await expect(customer.orderButton('Cappuccino, large')).toBeInViewport({ ratio: 1 });
    await expectNoSidewaysScrolling(customer);
    await look(customer.page, `customer-choosing-on-${size.replaceAll(' ', '-')}`);
    await customer.orderButton('Cappuccino, large').click();
    await customer.number();
    await expect(customer.page.locator('.big-number')).toBeInViewport({ ratio: 1 });
    await expectNoSidewaysScrolling(customer);
    await look(customer.page, `customer-queued-on-${size.replaceAll(' ', '-')}`);
  });
}

async function expectNoSidewaysScrolling({ page }: Customer) {
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
}
