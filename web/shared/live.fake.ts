import { afterEach, beforeEach, vi } from "vitest";
import type { LiveMessage } from "./contract";
import type { Socket } from "./environment";
import { Live, type Subscription } from "./live";

/** FakeSocket is a socket whose other end is a test. */
export class FakeSocket implements Socket {
  readyState = 0;
  onopen: ((event: never) => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: never) => void) | null = null;
  onerror: ((event: never) => void) | null = null;
  sent: unknown[] = [];

  accept(): void {
    this.readyState = 1;
    this.onopen?.(undefined as never);
  }
  say(message: object): void {
    this.onmessage?.({ data: JSON.stringify({ at: new Date().toISOString(), ...message }) });
  }
  fail(): void {
    this.readyState = 3;
    this.onclose?.(undefined as never);
  }
  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
  close(): void {
    this.readyState = 3;
  }
}

/** snapshot is one of the board. */
export const snapshot = { type: "snapshot", channel: "board", version: 1, data: {} };

/** settle lets promises come to their end. */
export const settle = () => vi.advanceTimersByTimeAsync(0);

/** board returns a subscription to the board, or to what is given. */
export function board(more: Partial<Subscription> = {}): Subscription & { got: LiveMessage<unknown>[]; polls: number } {
  const subscription = {
    channel: "board" as const,
    got: [] as LiveMessage<unknown>[],
    polls: 0,
    receive(message: LiveMessage<unknown>) {
      subscription.got.push(message);
    },
    async poll() {
      subscription.polls++;
    },
    ...more,
  };
  return subscription;
}

/** Page is a Live with fake sockets and a fake clock, and random numbers of 1. */
export class Page {
  readonly sockets: FakeSocket[] = [];
  online = true;
  wake: () => void = () => {};
  readonly live = new Live("wss://live", {
    open: () => {
      this.sockets.push(new FakeSocket());
      return this.last;
    },
    wakeUps: (call) => {
      this.wake = call;
      return () => {};
    },
    random: () => 1,
    online: () => this.online,
  });

  get last(): FakeSocket {
    return this.sockets[this.sockets.length - 1] as FakeSocket;
  }

  /** connect subscribes to the channel board or barista, and answers. */
  async connect(subscription: Subscription): Promise<void> {
    this.live.subscribe(subscription);
    this.last.accept();
    await settle();
    this.last.say({ ...snapshot, channel: subscription.channel });
  }

  /** wakeAfterSleep wakes the page after an hour in which no timer ran. */
  wakeAfterSleep(): void {
    vi.setSystemTime(Date.now() + 3_600_000);
    this.wake();
  }
}

/** eachPage makes a new page before each test. */
export function eachPage(take: (page: Page) => void): void {
  let page: Page;
  beforeEach(() => {
    vi.useFakeTimers();
    page = new Page();
    take(page);
  });
  afterEach(() => {
    page.live.close();
    vi.useRealTimers();
  });
}
