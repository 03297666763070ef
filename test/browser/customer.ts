import { expect, type Locator, type Page } from '@playwright/test';
import type { Ticket } from '../../web/shared/contract.ts';

/** The customers' page on a phone. */
export class Customer {
  readonly heading: Locator;
  readonly badge: Locator;

  constructor(readonly page: Page) {
    this.heading = page.getByRole('heading', { level: 1 });
    this.badge = page.locator('.badge');
  }

  /** Waits until the page shows a heading. */
  async expectHeading(text: string) {
    await expect(this.heading).toHaveText(text);
  }

  /** Picks a drink and some of its options. */
  async pick(drink: string, ...options: string[]) {
    await this.page.getByRole('main').getByText(drink, { exact: true }).click();
    for (const option of options) await this.page.getByText(option, { exact: true }).click();
  }

  /** The button that orders what is picked. */
  orderButton(what: string): Locator {
    return this.page.getByRole('button', { name: `Order ${what}`, exact: true });
  }

  /** Orders a flat white with oat milk, and waits until it has a number. */
  async order(): Promise<number> {
    await this.pick('Flat white', 'oat');
    await this.orderButton('Flat white, oat').click();
    return this.number();
  }

  /** Waits for the order's number. */
  async number(): Promise<number> {
    const shown = this.page.locator('.big-number .number');
    await expect(shown).toHaveText(/^\d+$/);
    return Number(await shown.textContent());
  }

  /** Returns the ticket that this phone keeps, once the code is redeemed. */
  async ticket(): Promise<Ticket> {
    const kept = await this.page.waitForFunction(() => JSON.parse(localStorage.getItem('order') ?? '{}').ticket);
    return kept.jsonValue();
  }
}
