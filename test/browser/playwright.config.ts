import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import { findBrowser } from './browser.ts';
import { local } from './places.ts';

const chrome = await findBrowser();

export default defineConfig({
  testDir: '.',
  outputDir: join(local, 'results'),
  workers: 1, // the specs share one shop
  forbidOnly: true,
  timeout: 90_000,
  globalTimeout: 15 * 60_000,
  expect: { timeout: 20_000 }, // far longer than anything takes, so that a slow machine fails no test
  reporter: './reporter.ts',
  projects: [
    { name: 'shop', testIgnore: 'campus.spec.ts' },
    { name: 'campus', testMatch: 'campus.spec.ts' }, // two shops
  ],
  use: {
    actionTimeout: 20_000,
    navigationTimeout: 20_000,
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: chrome.path,
      env: { ...process.env, ...chrome.env } as Record<string, string>,
      args: ['--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
    },
  },
});
