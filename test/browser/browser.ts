import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { local } from './places.ts';

/** A browser's path, and the variables to start it with besides our own. */
export interface Browser {
  path: string;
  env: Record<string, string>;
}

// The usual names of Chrome and Chromium, and where macOS has them.
const names = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser', 'chrome'];
const applications = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Finds the browser to test with: CHROME, else one that is installed, else the one that npm installed. */
export async function findBrowser(): Promise<Browser> {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const installed = folders.flatMap(folder => names.map(name => join(folder, name)));
  const path = process.env.CHROME || [...installed, ...applications].find(runs);
  return path ? { path, env: {} } : unpacked();
}

function runs(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

// @sparticuz/chromium is built for x64 Linux. It brings a font, for machines that have none.
async function unpacked(): Promise<Browser> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('No Chrome or Chromium was found: install one, or set CHROME to its path.');
  }
  const folder = join(local, 'chromium-147');
  if (!existsSync(folder)) {
    mkdirSync(local, { recursive: true });
    const fresh = mkdtempSync(join(local, 'unpacking-'));
    await unpackInto(fresh);
    renameSync(fresh, folder);
  }
  return { path: join(folder, 'chromium'), env: { FONTCONFIG_FILE: join(folder, 'fonts.conf') } };
}

const fontConfiguration = `<?xml version="1.0"?>
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir prefix="relative">fonts</dir>
</fontconfig>
`;

// The library unpacks into the folder for temporary files, and takes what is there already for complete.
async function unpackInto(folder: string): Promise<void> {
  const { default: chromium } = await import('@sparticuz/chromium');
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  try {
    await chromium.executablePath();
    writeFileSync(join(folder, 'fonts.conf'), fontConfiguration);
  } catch (error) {
    rmSync(folder, { recursive: true });
    throw error;
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
}
