import { expect, type Locator, type Page } from '@playwright/test';

/** The overhead display. */
export class Display {
  readonly code: Locator;
  readonly preparing: Locator;
  readonly ready: Locator;

  constructor(readonly page: Page) {
    this.code = page.getByRole('img', { name: /^QR code/ });
    this.preparing = page.getByRole('region', { name: 'Preparing' });
    this.ready = page.getByRole('region', { name: 'Ready to collect' });
  }

  /** Waits until the display shows a number among those that are prepared. */
  async expectPreparing(number: number) {
    await expect(this.preparing.getByText(`${number}`, { exact: true })).toBeVisible();
    await expect(this.ready.getByText(`${number}`, { exact: true })).toBeHidden();
  }

  /** Waits until the display shows a number among those that are ready. */
  async expectReady(number: number) {
    await expect(this.ready.getByText(`${number}`, { exact: true })).toBeVisible();
    await expect(this.preparing.getByText(`${number}`, { exact: true })).toBeHidden();
  }

  /** Waits until the display shows a number nowhere. */
  async expectGone(number: number) {
    await expect(this.page.getByRole('main').getByText(`${number}`, { exact: true })).toBeHidden();
  }
}
