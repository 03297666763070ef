import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, type Page } from '@playwright/test';
import type axe from 'axe-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Fails the test if axe-core finds a violation on the page. */
export async function expectAccessible(page: Page, state: string) {
  await page.evaluate(source); // a script tag would break the pages' content security policy
  const violations = await page.evaluate(async () => {
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(document, { resultTypes: ['violations'] });
    return violations.map(({ id, help, nodes }) => ({ rule: `${id}: ${help}`, at: nodes.map(node => `${node.html} ${node.failureSummary}`) }));
  });
  expect(violations, `axe-core on ${state}`).toEqual([]);
}
