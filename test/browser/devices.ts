import type { BrowserContextOptions } from '@playwright/test';

export const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true };
export const tablet: BrowserContextOptions = { viewport: { width: 1180, height: 820 }, hasTouch: true };
export const wall: BrowserContextOptions = { viewport: { width: 1920, height: 1080 } };
export const wall4K: BrowserContextOptions = { viewport: { width: 3840, height: 2160 } };
export const portrait: BrowserContextOptions = { viewport: { width: 1080, height: 1920 } };
export const smallPhone: BrowserContextOptions = { ...phone, viewport: { width: 360, height: 640 } };
export const largePhone: BrowserContextOptions = { ...phone, viewport: { width: 430, height: 932 } };
export const desktop: BrowserContextOptions = { viewport: { width: 1280, height: 900 } };
