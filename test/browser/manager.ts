import { expect, type Locator, type Page } from '@playwright/test';

/** The manager's page. */
export class Manager {
  readonly menu: Locator;
  readonly limits: Locator;
  readonly hours: Locator;

  constructor(readonly page: Page) {
    this.menu = page.getByRole('region', { name: 'Menu' });
    this.limits = page.getByRole('region', { name: 'Settings' });
    this.hours = page.getByRole('region', { name: 'Opening hours' });
  }

  /** A drink's line and fields in the menu's editor. */
  drink(name: string): Locator {
    return this.menu.locator('[data-drink]').filter({ has: this.page.getByRole('button', { name: `Edit ${name}`, exact: true }) });
  }

  /** Opens a drink's fields. */
  edit(name: string) {
    return this.menu.getByRole('button', { name: `Edit ${name}`, exact: true }).click();
  }

  /** Saves the menu, and waits until the shop has it. */
  async save() {
    await this.page.getByRole('button', { name: 'Save menu' }).click();
    await expect(this.page.getByText('No unsaved changes in the menu')).toBeVisible();
  }
}
