import { type ReadonlySignal, signal } from "@preact/signals";

const highlighted = 15_000; // how long a number is called, in milliseconds

/**
 * Calls finds out which numbers have just become ready, for the display to call them.
 * What is ready at the first look was called before.
 */
export class Calls {
  /** current has the numbers that are being called. */
  readonly current: ReadonlySignal<readonly number[]>;
  private readonly calling = signal<readonly number[]>([]);
  private ready: ReadonlySet<number> | undefined;

  constructor() {
    this.current = this.calling;
  }

  /** look takes the ready numbers, and returns those that are new. */
  look(ready: readonly number[]): number[] {
    const before = this.ready;
    this.ready = new Set(ready);
    const fresh = before ? ready.filter((number) => !before.has(number)) : [];
    const gone = this.calling.peek().some((number) => !this.ready?.has(number));
    if (gone) this.calling.value = this.calling.peek().filter((number) => this.ready?.has(number));
    if (fresh.length > 0) {
      this.calling.value = [...fresh, ...this.calling.peek()];
      setTimeout(() => this.end(fresh), highlighted);
    }
    return fresh;
  }

  private end(numbers: number[]): void {
    this.calling.value = this.calling.peek().filter((number) => !numbers.includes(number));
  }
}
