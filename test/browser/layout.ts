import { expect, type Locator } from '@playwright/test';

/** Fails the test if something moves or changes its size on the screen while act runs. */
export async function expectStill(what: Locator, act: () => Promise<unknown>) {
  const before = await what.boundingBox();
  await act();
  expect(await what.boundingBox(), 'where it is on the screen').toEqual(before);
}
