import { expect, type Locator, type Page } from '@playwright/test';

export type Column = 'Queued' | 'Making' | 'Ready';

/** The baristas' page on a tablet. */
export class Barista {
  readonly badge: Locator;

  constructor(readonly page: Page) {
    this.badge = page.locator('.badge');
  }

  /** The orders in a column. */
  column(name: Column): Locator {
    return this.page.getByRole('region', { name: new RegExp(`^${name}`) }).getByRole('listitem');
  }

  /** An order, wherever it is. */
  card(number: number): Locator {
    return this.page.locator(`[data-number="${number}"]`);
  }

  /** The large button of an order, which names the state that it sets. */
  step(name: 'Making' | 'Ready' | 'Collected', number: number): Locator {
    return this.page.getByRole('button', { name: new RegExp(`^${name}: number ${number},`) });
  }

  /** Opens everything that is not an order's next step. */
  async more(number: number) {
    await this.page.getByRole('button', { name: `${number}, more actions` }).click();
  }

  /** Waits until an order is in a column. */
  async expectIn(name: Column, number: number) {
    await expect(this.column(name).and(this.card(number))).toBeVisible();
  }

  /** Waits for a message in the bar at the bottom. */
  async expectMessage(text: string | RegExp) {
    await expect(this.page.getByRole('contentinfo')).toContainText(text);
  }
}
