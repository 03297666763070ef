import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import * as on from './devices.ts';
import { expect, test } from './fixtures.ts';

/** Opens the manager's page at the day's numbers. */
const numbers = (page: Page) => page.getByRole('link', { name: 'Numbers' }).click();

/** The number in the row of a table. */
const cell = (page: Page, table: string, row: string) =>
  page.getByRole('region', { name: table }).getByRole('row').filter({ has: page.getByRole('rowheader', { name: row, exact: true }) }).getByRole('cell').first();

test('a manager reads the day\'s numbers, and downloads its orders', async ({ shop, visit, look }) => {
  const before = await shop.day(); // the specs share one shop
  const collected = await shop.takeByHand({ drink: 'flat-white', modifiers: { milk: 'oat' } });
  await shop.move(collected.orderId, 'complete');
  await shop.move(collected.orderId, 'collect');
  const cancelled = await shop.takeByHand({ drink: 'espresso' });
  await shop.turnDown(cancelled.orderId, 'no beans');
  const page = await visit(on.desktop, '/manager', { as: 'max' });
  await numbers(page);
  await expect(page.locator('.large').getByText(String(before.orders + 2), { exact: true }).first()).toBeVisible();
  const count = (outcome: string) => before.outcomes.find(one => one.outcome === outcome)!.orders + 1;
  await expect(cell(page, 'How the orders ended', 'Collected')).toHaveText(String(count('collected')));
  await expect(cell(page, 'How the orders ended', 'Cancelled by staff')).toHaveText(String(count('cancelledByStaff')));
  await expect(page.getByRole('region', { name: 'Drinks made' })).toContainText('milk oat: ');
  await page.getByText('As a table').click();
  await expect(page.getByRole('region', { name: 'Orders by quarter hour' }).getByRole('rowheader').first()).toHaveText(/^\d\d:00$/);
  await look(page, 'manager-day');
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download orders (CSV)' }).click()]);
  expect(download.suggestedFilename()).toBe(`orders-${before.date}.csv`);
  const rows = (await readFile(await download.path(), 'utf8')).split('\r\n');
  expect(rows[0]).toMatch(/^\uFEFForder id,number,/);
  expect(rows.find(row => row.startsWith(collected.orderId))).toMatch(/,counter,collected,Flat white,milk: oat,/);
  expect(rows.find(row => row.startsWith(cancelled.orderId))).toMatch(/,counter,cancelledByStaff,Espresso,,/);
});

test('a manager goes to a day without orders and back, on a phone', async ({ shop, visit, look }) => {
  await shop.takeByHand({ drink: 'espresso' });
  const { today, first } = await shop.day();
  const page = await visit(on.phone, '/manager', { as: 'max' });
  await numbers(page);
  await expect(page.getByText('busiest quarter hour')).toBeVisible();
  expect(await page.evaluate(() => document.querySelector('main')!.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  await look(page, 'manager-day-phone');
  await page.getByLabel('Day', { exact: true }).fill(first);
  await expect(page.getByRole('heading', { name: 'No orders on this day' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'The day before' })).toBeDisabled();
  await look(page, 'manager-day-empty');
  await page.getByLabel('Day', { exact: true }).fill(today);
  await expect(page.getByText('busiest quarter hour')).toBeVisible();
});

test('numbers that cannot be loaded are tried again', async ({ shop, visit, watch, look }) => {
  await shop.takeByHand({ drink: 'espresso' });
  watch.allow(/status of 503/);
  const page = await visit(on.tablet, '/manager', { as: 'max' });
  await page.route('**/api/days/**', route => route.fulfill({ status: 503, json: { message: 'Service Unavailable' } }));
  await numbers(page);
  await expect(page.getByRole('heading', { name: 'The numbers can\'t be loaded' })).toBeVisible();
  await look(page, 'manager-day-failed');
  await page.unroute('**/api/days/**');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText('busiest quarter hour')).toBeVisible();
});

test('the time zone decides which day it is, and one that does not exist is refused', async ({ shop, visit }) => {
  await shop.takeByHand({ drink: 'espresso' });
  const page = await visit(on.tablet, '/manager', { as: 'max' });
  const settings = page.getByRole('region', { name: 'Settings' });
  const zone = settings.getByLabel('Time zone');
  await zone.fill('Europe/Atlantis');
  await settings.getByRole('button', { name: 'Save settings' }).click();
  await expect(settings.getByText('A time zone such as Europe/Berlin')).toBeVisible();
  await zone.fill('Pacific/Kiritimati');
  await settings.getByRole('button', { name: 'Save settings' }).click();
  await expect(page.getByText('The settings are saved.')).toBeVisible();
  await numbers(page);
  await expect(page.getByText('Times are in Pacific/Kiritimati.')).toBeVisible();
  await expect(page.getByLabel('Day', { exact: true })).toHaveValue(new Date(Date.now() + 14 * 3_600_000).toISOString().slice(0, 10));
});
