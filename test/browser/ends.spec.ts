import { Customer } from './customer.ts';
import * as on from './devices.ts';
import { expect, test } from './fixtures.ts';
import type { Shop } from './shop.ts';

interface End {
  /** How far the order comes. */
  from: 'choosing' | 'queued' | 'ready';
  /** What ends it. */
  end(shop: Shop, orderId: string, customer: Customer): Promise<unknown>;
  heading: string;
  /** What else the page says. */
  says?: string;
}

const reason = 'Sorry, we ran out of oat milk.';

const ends: Record<string, End> = {
  'collected': {
    from: 'ready', heading: 'Enjoy your drink!',
    end: (shop, order) => shop.move(order, 'collect'),
  },
  'not collected': {
    from: 'ready', heading: 'Your drink was not collected',
    end: async (shop, order) => {
      await shop.setLimits({ collectWithinSeconds: 1 });
      await expect.poll(async () => {
        await shop.clean();
        return (await shop.queue()).some(({ orderId }) => orderId === order);
      }).toBe(false);
    },
  },
  'cancelled by the customer': {
    from: 'queued', heading: 'You cancelled your order',
    end: async (_shop, _order, { page }) => {
      await page.getByRole('button', { name: 'Cancel order' }).click();
      await page.getByRole('button', { name: 'Yes, cancel it' }).click();
    },
  },
  'cancelled by a barista': {
    from: 'queued', heading: 'We had to cancel your order', says: reason,
    end: (shop, order) => shop.turnDown(order, reason),
  },
  'not placed in time': {
    from: 'choosing', heading: 'Your time to order is up',
    end: (shop, order) => shop.timeOut(order, 'customer'),
  },
  'not made in time': {
    from: 'queued', heading: 'We didn\'t manage to make your drink',
    end: (shop, order) => shop.timeOut(order, 'barista'),
  },
  'failed': {
    from: 'queued', heading: 'Something went wrong with this order',
    end: (shop, order) => shop.stop(order),
  },
};

for (const [name, { from, end, heading, says }] of Object.entries(ends)) {
  test(`an order that was ${name}`, async ({ shop, visit, look }) => {
    const customer = new Customer(await visit(on.phone, await shop.link()));
    const { orderId } = await customer.ticket();
    if (from !== 'choosing') await customer.order();
    if (from === 'ready') {
      await shop.move(orderId, 'claim');
      await shop.move(orderId, 'complete');
      await customer.expectHeading('Ready!');
    }
    await end(shop, orderId, customer);
    await customer.expectHeading(heading);
    if (says) await expect(customer.page.getByText(says)).toBeVisible();
    await customer.page.locator('summary').click();
    await look(customer.page, `customer-${name.replaceAll(' ', '-')}`);
    await customer.page.getByRole('button', { name: 'New order' }).click();
    await customer.expectHeading('Scan the code on the display');
  });
}

test('an order that the workflow turned away because the queue was full', async ({ shop, visit, look }) => {
  await shop.order();
  await shop.setLimits({ queueLimit: 1 });
  const customer = new Customer(await visit(on.phone, await shop.link()));
  await customer.expectHeading('The queue was full');
  await look(customer.page, 'customer-turned-away');
});
