import { expect, test } from "vitest";
import { fit } from "./fit";

const area = { width: 540, height: 780, window: 1080 };
const numbers = (count: number, from = 100) => Array.from({ length: count }, (_, i) => from + i);

test("a few numbers have 6% of the window's height", () => {
  expect(fit(numbers(5), area).size).toBe(64);
});

test("many numbers are smaller, so that all are shown", () => {
  const many = fit(numbers(40), area);
  expect(many.size).toBeLessThan(64);
  expect(many.perPage).toBeGreaterThanOrEqual(40);
});

test.each([[1], [7], [40], [170], [400]])("%d numbers stay inside their area, and are never smaller than 2% of the height", (count) => {
  for (const from of [1, 100, 99_000]) {
    const { size, columns, perPage } = fit(numbers(count, from), area);
    const digits = Math.max(2, String(from + count - 1).length);
    expect(size).toBeGreaterThanOrEqual(0.02 * area.window);
    expect(columns * size * digits * 0.6).toBeLessThanOrEqual(area.width);
    expect((perPage / columns) * size * 1.4).toBeLessThanOrEqual(area.height);
  }
});

test("an area of no size shows one number at a time", () => {
  expect(fit(numbers(3), { width: 0, height: 0, window: 1080 }).perPage).toBe(1);
});

test("one number is smaller where there is little height", () => {
  expect(fit([5], { ...area, height: 60 }).size).toBeLessThanOrEqual(40);
});
