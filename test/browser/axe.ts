import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, type Page } from '@playwright/test';
import type axe from 'axe-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The rules that depend on colours. */
export const ofColours = ['color-contrast', 'link-in-text-block'];

/** Fails the test if axe-core finds a violation on the page: of some rules, or of any. */
export async function expectAccessible(page: Page, state: string, rules?: string[]) {
  await page.evaluate(source); // a script tag would break the pages' content security policy
  const violations = await page.evaluate(async rules => {
    const options: axe.RunOptions = { resultTypes: ['violations'], ...(rules && { runOnly: rules }) };
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(document, options);
    return violations.map(({ id, help, nodes }) => ({ rule: `${id}: ${help}`, at: nodes.map(node => `${node.html} ${node.failureSummary}`) }));
  }, rules);
  expect(violations, `axe-core on ${state}`).toEqual([]);
}
