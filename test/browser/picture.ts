import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';

const folder = process.env.COFFEESHOP_SCREENSHOTS;

/** Takes a picture of a page for `make screenshots`; nothing otherwise. */
export async function take(page: Page, name: string) {
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled', caret: 'hide' });
}

/** Takes one picture of several phones' pages. */
export async function sideBySide(browser: Browser, phones: Page[], name: string) {
  if (!folder) return;
  const pictures = await Promise.all(phones.map(phone => phone.screenshot({ animations: 'disabled', caret: 'hide' })));
  const page = await browser.newPage({ viewport: { width: phones.length * 414 + 24, height: 892 } });
  const images = pictures.map(picture => `<img src="data:image/png;base64,${picture.toString('base64')}">`).join('');
  await page.setContent(`<style>
    body { display: flex; gap: 24px; margin: 24px; background: #f3e7d8 }
    img { border-radius: 24px; box-shadow: 0 2px 12px #2b1a1233 }
  </style>${images}`);
  await take(page, name);
  await page.close();
}
