import { Customer } from './customer.ts';
import * as on from './devices.ts';
import { Display } from './display.ts';
import { expect, test } from './fixtures.ts';
import { Manager } from './manager.ts';

test('a drink that a manager adds is on the customers\' menu once it is saved', async ({ visit, look }) => {
  const manager = new Manager(await visit(on.tablet, '/manager', { as: 'max' }));
  const customer = new Customer(await visit(on.phone, '/'));
  await expect(manager.drink('Flat white')).toBeVisible();
  await look(manager.page, 'manager');
  await manager.menu.getByRole('button', { name: 'Add a drink' }).click();
  const drink = manager.menu.locator('[data-drink]').last();
  await drink.getByLabel('Name', { exact: true }).fill('Iced latte');
  await expect(drink.getByLabel('Id', { exact: true })).toHaveValue('iced-latte');
  await drink.getByRole('button', { name: 'Add a choice' }).click();
  await drink.getByLabel('Name of the choice').fill('milk');
  await drink.getByLabel('Options, one per line').fill('whole\noat');
  await expect(manager.page.getByText('The menu has unsaved changes')).toBeVisible();
  await look(manager.page, 'manager-adding');
  await expect(customer.page.getByText('Iced latte')).toBeHidden();
  await manager.save();
  await expect(customer.page.getByRole('listitem').filter({ hasText: 'Iced latte' })).toContainText('milk: whole, oat');
});

test('a manager puts the menu in order by keys', async ({ visit }) => {
  const manager = new Manager(await visit(on.tablet, '/manager', { as: 'max' }));
  const customer = new Customer(await visit(on.phone, '/'));
  await manager.menu.getByRole('button', { name: 'Edit Espresso' }).focus();
  await manager.page.keyboard.press('Alt+ArrowUp');
  await manager.page.keyboard.press('Alt+ArrowUp');
  await expect(manager.page.getByText('Espresso is now number 1 of 4.')).toBeAttached();
  await manager.save();
  await expect(customer.page.getByRole('listitem').first()).toContainText('Espresso');
});

test('a drink is sold out at once, before anything is saved', async ({ visit }) => {
  const manager = new Manager(await visit(on.tablet, '/manager', { as: 'max' }));
  const customer = new Customer(await visit(on.phone, '/'));
  await manager.menu.getByRole('switch', { name: 'Espresso is available' }).uncheck({ force: true });
  await expect(customer.page.getByRole('listitem').filter({ hasText: 'Espresso' })).toContainText('Sold out');
  await expect(manager.page.getByText('No unsaved changes in the menu')).toBeVisible();
});

test('the menu of an open shop keeps a drink', async ({ shop, visit, look }) => {
  await shop.setMenu([{ id: 'espresso', name: 'Espresso', available: true }]);
  const manager = new Manager(await visit(on.tablet, '/manager', { as: 'max' }));
  await manager.edit('Espresso');
  await manager.menu.getByRole('button', { name: 'Remove this drink' }).click();
  await manager.page.getByRole('button', { name: 'Save menu' }).click();
  await expect(manager.page.getByText('an open shop needs a drink on its menu').first()).toBeVisible();
  await look(manager.page, 'manager-empty-menu');
});

test('a manager hears of a menu that somebody else changed meanwhile, and keeps either', async ({ shop, visit, look }) => {
  const manager = new Manager(await visit(on.tablet, '/manager', { as: 'max' }));
  await manager.edit('Espresso');
  await manager.drink('Espresso').getByLabel('Name', { exact: true }).fill('Ristretto');
  await shop.setMenu([{ id: 'espresso', name: 'Espresso', available: true }, { id: 'tea', name: 'Tea', available: true }]);
  await expect(manager.page.getByText('Somebody else changed the menu')).toBeVisible();
  await look(manager.page, 'manager-conflict');
  await manager.page.getByRole('button', { name: 'Load their menu' }).click();
  await expect(manager.drink('Tea')).toBeVisible();
  await expect(manager.drink('Ristretto')).toBeHidden();
});

test('a limit applies once it is saved, and one that is out of bounds is not', async ({ visit, look }) => {
  const manager = new Manager(await visit(on.tablet, '/manager', { as: 'max' }));
  const display = new Display(await visit(on.wall, '/display', { as: 'dora' }));
  await expect(display.page.getByText('10 drinks left')).toBeVisible();
  const drinks = manager.limits.getByLabel('Drinks per code');
  const save = manager.limits.getByRole('button', { name: 'Save settings' });
  await drinks.fill('5000');
  await save.click();
  await expect(manager.limits.getByText('A whole number from 1 to 1,000, please.')).toBeVisible();
  await look(manager.page, 'manager-out-of-bounds');
  await drinks.fill('7');
  await save.click();
  await expect(display.page.getByText('7 drinks left')).toBeVisible();
});

test('a manager sets opening hours and closes the shop, and customers read when it opens again', async ({ visit, look }) => {
  const manager = new Manager(await visit(on.phone, '/manager', { as: 'max' }));
  const customer = new Customer(await visit(on.phone, '/'));
  await look(manager.page, 'manager-phone');
  const date = new Date(Date.now() + 300 * 24 * 3_600_000).toISOString().slice(0, 10);
  const saveHours = manager.hours.getByRole('button', { name: 'Save opening hours' });
  await manager.hours.getByLabel('Dates with other hours').fill(`${date} 8-12`);
  await saveHours.click();
  await expect(manager.hours.getByText('This line is wrong')).toBeVisible();
  const monday = manager.hours.getByLabel('Monday');
  await monday.fill('8:00-12:00, 13:00-18:00');
  expect(await monday.evaluate(field => field.scrollWidth <= field.clientWidth), 'the hours of a day fit their field').toBe(true);
  await look(manager.page, 'manager-hours');
  await monday.fill('');
  await manager.hours.getByLabel('Dates with other hours').fill(`${date} 8:00-12:00`);
  await saveHours.click();
  await expect(manager.page.getByText('The opening hours are saved.')).toBeVisible();
  await manager.page.getByRole('button', { name: 'Close the shop' }).click();
  await look(manager.page, 'manager-close-shop');
  await manager.page.getByRole('dialog').getByRole('button', { name: 'Close the shop' }).click();
  await expect(customer.page.getByText('Closed', { exact: true })).toBeVisible();
  await expect(customer.page.getByText(/We open again: .*8:00/)).toBeVisible();
  await manager.page.getByRole('button', { name: 'Open the shop' }).click();
  await manager.page.getByRole('dialog').getByRole('button', { name: 'Open the shop' }).click();
  await expect(customer.page.getByText('Open', { exact: true })).toBeVisible();
});

test('a barista reads that the page is for managers', async ({ visit }) => {
  const page = await visit(on.tablet, '/manager', { as: 'mia' });
  await expect(page.getByRole('heading', { level: 1 })).toContainText('mia may not use');
});
