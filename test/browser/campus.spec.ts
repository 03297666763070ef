import type { BrowserContext, BrowserContextOptions, Page } from '@playwright/test';
import type { Site } from '../../web/shared/contract.ts';
import { Barista } from './barista.ts';
import { Customer } from './customer.ts';
import * as on from './devices.ts';
import { type Facts, facts } from './facts.ts';
import { expect, test as base } from './fixtures.ts';
import { espresso, flatWhite, Shop } from './shop.ts';
import { signIn } from './signin.ts';
import { Watch } from './watch.ts';

const places = { library: facts, stadium: facts.neighbour! };
type Place = keyof typeof places;

/** Both shops of the stack, open and without orders. Their pages have one origin. */
const test = base.extend<{
  cafes: Record<Place, Shop>;
  /** Opens a browser on a device. All its pages share its storage. */
  device: (options: BrowserContextOptions) => Promise<BrowserContext>;
}>({
  cafes: async ({ shop }, use) => {
    const stadium = new Shop(places.stadium);
    await stadium.reset();
    await use({ library: shop, stadium });
  },

  device: async ({ browser }, use) => {
    const watch = new Watch(new Set((await Promise.all(Object.values(places).map(origins))).flat()));
    const devices: BrowserContext[] = [];
    await use(async options => {
      const device = await browser.newContext(options);
      devices.push(device);
      watch.follow(device);
      return device;
    });
    await Promise.all(devices.map(device => device.close()));
    watch.verify();
  },
});

/** The origins that the pages of a shop use. */
async function origins({ site, api }: Facts): Promise<string[]> {
  const { liveUrl, signIn } = await (await fetch(`${api}/config.json`)).json() as Site;
  return [site, liveUrl, signIn.url].map(url => new URL(url).origin);
}

async function open(device: BrowserContext, place: Place, path: string): Promise<Page> {
  const page = await device.newPage();
  await page.goto(`${places[place].site}${path}`);
  return page;
}

async function barista(device: BrowserContext, place: Place): Promise<Barista> {
  const page = await open(device, place, '/barista');
  await signIn(page, 'mia', places[place]);
  return new Barista(page);
}

test('a phone orders in two shops, whose staff use one tablet, and neither shop sees the other', async ({ cafes, device }) => {
  const phone = await device(on.phone);
  const inLibrary = new Customer(await open(phone, 'library', await cafes.library.link()));
  const inStadium = new Customer(await open(phone, 'stadium', await cafes.stadium.link()));
  const number = await inLibrary.order();
  await inStadium.pick('Espresso');
  await inStadium.orderButton('Espresso').click();
  const other = await inStadium.number();

  await Promise.all([inLibrary, inStadium].map(({ page }) => page.reload()));
  await expect(inLibrary.page.getByRole('main')).toContainText('Flat white');
  await expect(inStadium.page.getByRole('main')).toContainText('Espresso');

  const tablet = await device(on.tablet);
  const [library, stadium] = [await barista(tablet, 'library'), await barista(tablet, 'stadium')];
  await library.page.reload(); // the other sign-in has not replaced this one
  await library.expectIn('Queued', number);
  await stadium.expectIn('Queued', other);
  await expect(library.column('Queued')).toHaveCount(1);
  await expect(stadium.column('Queued')).toHaveCount(1);

  await library.step('Making', number).click();
  await library.step('Ready', number).click();
  await inLibrary.expectHeading('Ready!');
  await inStadium.expectHeading('In the queue');
  await stadium.expectIn('Queued', other);
  await stadium.step('Making', other).click();
  await inStadium.expectHeading('Your drink is being made');
  await inLibrary.expectHeading('Ready!');
});

test('a shop refuses the codes, the secrets and the staff of the other', async ({ cafes: { library, stadium } }) => {
  const visitor = new Shop({ ...places.stadium, staff: places.library.staff });
  for (const request of [() => visitor.queue(), () => visitor.setOpen(false), () => visitor.takeByHand(espresso), () => visitor.code()]) {
    await expect(request()).rejects.toMatchObject({ status: 401 });
  }
  const ticket = await library.order(flatWhite);
  await expect(stadium.view(ticket)).rejects.toMatchObject({ status: 404 });
  await expect(stadium.move(ticket.orderId, 'claim')).rejects.toMatchObject({ code: 'order_unknown' });
  await expect(stadium.scan(await library.code())).rejects.toMatchObject({ code: 'code_unknown' });
  expect(await stadium.queue()).toEqual([]);
});
