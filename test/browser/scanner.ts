import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Locator } from '@playwright/test';
import type jsQR from 'jsqr';

const source = readFileSync(createRequire(import.meta.url).resolve('jsqr/dist/jsQR.js'), 'utf8');

/** Reads the QR code that something on a screen shows, as a phone's camera does. */
export async function scan(browser: Browser, screen: Locator): Promise<string> {
  const picture = (await screen.screenshot()).toString('base64');
  const page = await browser.newPage();
  await page.evaluate(source);
  const text = await page.evaluate(async picture => {
    const bytes = Uint8Array.from(atob(picture), char => char.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d')!;
    canvas.drawImage(image, 0, 0);
    const { data, width, height } = canvas.getImageData(0, 0, image.width, image.height);
    return (window as unknown as { jsQR: typeof jsQR }).jsQR(data, width, height)?.data;
  }, picture);
  await page.close();
  if (text === undefined) throw new Error('there is no QR code to read');
  return text;
}
