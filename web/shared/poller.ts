const period = 5000;
const longest = 30_000;

/**
 * Poller calls a function every 5 s, or at growing intervals up to 30 s while it
 * fails. Intervals vary by 20% so that pages do not poll in step.
 */
export class Poller {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private soon: ReturnType<typeof setTimeout> | undefined;
  private round = 0; // of start; 0 while stopped
  private rounds = 0;

  constructor(
    private readonly poll: () => Promise<void>,
    private readonly random: () => number,
  ) {}

  /** start polls now and then periodically, until stop. */
  start(): void {
    if (this.round) return;
    this.round = ++this.rounds;
    void this.run(this.round, 0);
  }

  /** stop ends it. */
  stop(): void {
    this.round = 0;
    clearTimeout(this.timer);
  }

  /** once polls one time, within a second; further calls until then change nothing. */
  once(): void {
    this.soon ??= setTimeout(() => {
      this.soon = undefined;
      void this.poll().catch(() => {}); // the next partial message polls again
    }, this.random() * 1000);
  }

  private async run(round: number, failures: number): Promise<void> {
    try {
      await this.poll();
      failures = 0;
    } catch {
      failures++;
    }
    if (this.round !== round) return;
    const interval = Math.min(longest, period * 2 ** failures) * (0.8 + this.random() * 0.4);
    this.timer = setTimeout(() => void this.run(round, failures), interval);
  }
}
