import { type ReadonlySignal, signal } from "@preact/signals";

/**
 * ServerClock follows the server's time, since the clocks of phones are wrong by
 * minutes. Times are in milliseconds since the Unix epoch.
 */
export class ServerClock {
  /**
   * second is the server's time, updated each second while something watches it.
   */
  readonly second: ReadonlySignal<number>;

  private offset = 0;
  private synced = false;

  constructor(private readonly device: () => number = () => Date.now()) {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const second = signal(this.now(), {
      watched: () => {
        timer = setTimeout(tick, 0);
      },
      unwatched: () => clearTimeout(timer),
    });
    const tick = () => {
      const now = this.now();
      second.value = now;
      timer = setTimeout(tick, 1000 - (now % 1000) + 5);
    };
    this.second = second;
  }

  /** now returns the server's time. */
  now(): number {
    return this.device() + this.offset;
  }

  /**
   * sync takes the server's time from a message that has just arrived. Of several
   * messages, the one that was on its way for the shortest time is the best, which
   * shows the latest time; one that differs by over 2 s means that the device's clock
   * was set. A time that cannot be parsed is ignored.
   */
  sync(at: string): void {
    const offset = Date.parse(at) - this.device();
    if (Number.isNaN(offset)) return;
    if (!this.synced || offset > this.offset || this.offset - offset > 2000) {
      this.offset = offset;
      this.synced = true;
    }
  }

  /** syncRoughly takes the time from a Date header, which is cut to whole seconds. */
  syncRoughly(date: string): void {
    const offset = Date.parse(date) + 500 - this.device();
    if (Number.isNaN(offset)) return;
    if (!this.synced || Math.abs(offset - this.offset) > 5000) {
      this.offset = offset;
      this.synced = true;
    }
  }
}

/** clock is the page's clock. */
export const clock = new ServerClock();
