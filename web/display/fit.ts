/** Fit is how numbers fill an area: their font size in pixels, and how many fit. */
export interface Fit {
  size: number;
  columns: number;
  /** How many numbers one page has. */
  perPage: number;
}

/** Area is the room for numbers, and the height of the window, in pixels. */
export interface Area {
  width: number;
  height: number;
  window: number;
}

const digit = 0.62; // a tabular digit's width, as a part of the font size
const gap = 0.6; // between two numbers
const line = 1.5; // a line's height, with the padding of a number and the gap

const footer = 0.05; // the room for the number of the page, as a part of the window's height

/** Sizes from which the largest is taken that lets all numbers fit, as parts of the window's height. */
const sizes = [0.06, 0.052, 0.045, 0.039, 0.034, 0.03];

/**
 * fit chooses the size of numbers: 6% of the window's height, or less if that shows all
 * of them. If not even the smallest size does, the numbers are shown in pages.
 */
export function fit(numbers: readonly number[], area: Area): Fit {
  const digits = Math.max(2, ...numbers.map((number) => String(number).length));
  for (const part of sizes) {
    const whole = fill(digits, part, area, area.height);
    if (numbers.length <= whole.perPage) return whole;
  }
  const { size, columns, perPage } = fill(digits, sizes.at(-1) as number, area, area.height - area.window * footer);
  return { size, columns: Math.max(1, columns), perPage: Math.max(1, perPage) };
}

function fill(digits: number, part: number, { width, window }: Area, height: number): Fit {
  const size = Math.floor(window * part);
  const columns = Math.floor(width / (size * (digits * digit + gap)));
  const rows = Math.floor(height / (size * line));
  return { size, columns, perPage: columns * rows };
}
