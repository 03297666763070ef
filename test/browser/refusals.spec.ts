import { Customer } from './customer.ts';
import * as on from './devices.ts';
import { expect, test } from './fixtures.ts';
import type { Shop } from './shop.ts';

interface Refusal {
  /** Makes the shop refuse the code, and returns the link to it. */
  link(shop: Shop): Promise<string>;
  heading: string;
}

const refusals: Record<string, Refusal> = {
  'while the shop is closed': {
    heading: 'The shop is closed',
    link: async shop => {
      const link = await shop.link();
      await shop.setOpen(false);
      return link;
    },
  },
  'while the queue is full': {
    heading: 'The queue is full',
    link: async shop => {
      const link = await shop.link();
      await shop.order();
      await shop.setLimits({ queueLimit: 1 });
      const ticket = await shop.scan(); // the workflow turns it away, and the shop counts as full for a while
      await expect.poll(async () => (await shop.view(ticket)).state).toBe('REJECTED');
      return link;
    },
  },
  'that is used up': {
    heading: 'All drinks on this code are taken',
    link: async shop => {
      await shop.setLimits({ drinksPerCode: 1 });
      await shop.scan();
      return shop.link();
    },
  },
  'that has expired': {
    heading: 'This code has expired',
    link: async shop => {
      const code = await shop.code();
      await shop.expire(code);
      return `/#${code}`;
    },
  },
  'that is not known': {
    heading: 'We don\'t recognise this code',
    link: async shop => (await shop.link()).slice(0, -26) + 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  },
  'that is no code': {
    heading: 'We don\'t recognise this code',
    link: async () => '/#nonsense',
  },
};

for (const [name, { link, heading }] of Object.entries(refusals)) {
  test(`a scan of a code ${name}`, async ({ shop, visit, watch, look }) => {
    watch.allow(/status of 4\d\d/);
    const customer = new Customer(await visit(on.phone, await link(shop)));
    await customer.expectHeading(heading);
    await look(customer.page, `customer-code-${name.replaceAll(' ', '-')}`);
  });
}

test('a customer who was turned away while the shop was closed orders when it opens', async ({ shop, visit, watch }) => {
  watch.allow(/status of 4\d\d/);
  const customer = new Customer(await visit(on.phone, await refusals['while the shop is closed']!.link(shop)));
  await customer.expectHeading('The shop is closed');
  await shop.setOpen(true);
  await expect(customer.page.getByText('The shop is open now.')).toBeVisible();
  await customer.page.getByRole('button', { name: 'Try again' }).click();
  await customer.order();
});
