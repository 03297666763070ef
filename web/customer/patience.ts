import { Backoff } from "../shared/backoff";
import { RequestError } from "../shared/http";

/** Hindrance is why a request has to be repeated. */
export type Hindrance = "offline" | "busy";

/** Patience repeats requests that must get through. */
export class Patience {
  private again: (() => void) | undefined;

  constructor(
    /** Called before each wait. */
    private readonly waiting: (hindrance: Hindrance) => void,
    private readonly random: () => number,
  ) {}

  /** retry ends the present wait. */
  retry(): void {
    this.again?.();
  }

  /**
   * persist repeats a request, which must be harmless, until it succeeds or is refused
   * with one of the final codes, whose RequestError it throws. It throws the signal's
   * reason once that is aborted.
   */
  async persist<T>(final: string[], signal: AbortSignal, ask: () => Promise<T>): Promise<T> {
    const backoff = new Backoff(this.random);
    for (;;) {
      try {
        const answer = await ask();
        signal.throwIfAborted();
        return answer;
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof RequestError) || final.includes(error.code)) throw error;
        this.waiting(error.code === "offline" ? "offline" : "busy");
        await this.pause(Math.max(backoff.next(), (error.retryAfter ?? 0) * 1000));
      }
    }
  }

  private pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.again = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
