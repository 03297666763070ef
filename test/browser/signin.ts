import { expect, type Page } from '@playwright/test';
import { facts, type Name } from './facts.ts';

/** Signs somebody in on a page of the staff, by way of the managed login, and waits until the page is back. */
export async function signIn(page: Page, name: Name, shop = facts) {
  await page.getByRole('button', { name: 'Sign in' }).click();
  await submit(page, name, shop);
  await expect(page.locator('main')).toBeVisible();
}

/** Fills in the managed login, and waits until the page that led there is back. */
export async function submit(page: Page, name: Name, shop = facts) {
  await page.getByLabel('Username').fill(name);
  await page.getByLabel('Password').fill(shop.staff[name].password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(url => url.origin === new URL(shop.site).origin && !url.searchParams.has('code'));
}
