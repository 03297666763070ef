import type { Page } from '@playwright/test';
import { Customer } from './customer.ts';
import * as on from './devices.ts';
import { expect, test } from './fixtures.ts';

const pages = { customer: '/', barista: '/barista', display: '/display', manager: '/manager' };

for (const [name, path] of Object.entries(pages)) {
  test(`the ${name}'s page says that the shop can't be reached, and tries again`, async ({ visit, watch, look }) => {
    watch.allow(/ERR_FAILED/);
    const page = await visit(on.tablet, path, { prepare: page => page.route('**/config.json', route => route.abort()) });
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('The shop can\'t be reached');
    await look(page, `${name}-unreachable`);
    await page.unroute('**/config.json');
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByRole('heading', { level: 1 })).not.toHaveText('The shop can\'t be reached');
    await expect(page.getByText(name === 'customer' || name === 'display' ? 'Live' : 'Please sign in').first()).toBeVisible();
  });
}

const trouble = {
  offline: { heading: 'You\'re offline', answer: (page: Page) => page.route('**/api/orders', route => route.abort()) },
  busy: {
    heading: 'A lot is going on right now',
    answer: (page: Page) => page.route('**/api/orders', route => route.fulfill({ status: 503, json: { message: 'Service Unavailable' } })),
  },
};

for (const [name, { heading, answer }] of Object.entries(trouble)) {
  test(`a scan that does not get through, ${name}, is repeated until it does`, async ({ shop, visit, watch, look }) => {
    watch.allow(/ERR_FAILED|status of 503/);
    const customer = new Customer(await visit(on.phone, await shop.link(), { prepare: answer }));
    await customer.expectHeading(heading);
    await look(customer.page, `customer-${name}-scan`);
    await customer.page.unroute('**/api/orders');
    await customer.order();
    expect(await shop.remaining()).toBe(9);
  });
}
