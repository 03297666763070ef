/** Backoff returns delays with full jitter: 0.5 s to at most 1 s, doubling to 15 s. */
export class Backoff {
  /** tries is how many delays were returned since the last reset. */
  tries = 0;

  constructor(private readonly random: () => number) {}

  /** next returns how long to wait, in milliseconds. */
  next(): number {
    const longest = Math.min(15_000, 1000 * 2 ** this.tries);
    this.tries++;
    return 500 + this.random() * (longest - 500);
  }

  /** reset starts again with short delays. */
  reset(): void {
    this.tries = 0;
  }
}
