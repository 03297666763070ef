import { type ReadonlySignal, signal } from "@preact/signals";
import { clock } from "./clock";
import { Connection } from "./connection";
import type { Channel, LiveError, LiveMessage, LivePong } from "./contract";
import { type Socket, type Waker, openSocket, wakeOnEvents } from "./environment";
import { isCode } from "./http";
import { Poller } from "./poller";

/** LiveState is the state of the connection. Times are the server's, in milliseconds. */
export type LiveState =
  | { kind: "live" }
  /** If polling, changes still arrive, some seconds later. */
  | { kind: "reconnecting"; since: number; polling: boolean }
  | { kind: "offline"; since: number };

/** Subscription is one subject of live updates, and what to do with its messages. */
export interface Subscription {
  channel: Channel;
  /** For the channel order. */
  orderId?: string;
  /**
   * token returns the order's secret or the staff's access token; renewed, if the
   * server refused the last one. It may throw a RequestError.
   */
  token?(renew: boolean): Promise<string>;
  /** receive takes a message, which may be lost, doubled or out of order: see stores.ts. */
  receive(message: LiveMessage<unknown>): void;
  /** poll gets the same data by the HTTP API. It may throw a RequestError. */
  poll(): Promise<void>;
  /**
   * onError is called when the server refuses the subscription: unauthenticated,
   * forbidden or order_unknown. It is not repeated until retry is called.
   */
  onError?(code: string): void;
}

/** LiveOptions replaces the connection's environment in tests. */
export interface LiveOptions {
  open?: (url: string) => Socket;
  wakeUps?: Waker;
  random?: () => number;
  online?: () => boolean;
}

const failuresBeforePolling = 3;
const refusals = ["unauthenticated", "forbidden", "order_unknown"];

interface Entry {
  subscription: Subscription;
  answered: boolean;
  renew: boolean;
  refused: boolean;
}

/**
 * Live keeps one connection to the WebSocket API for all subscriptions. It reconnects
 * for ever, starts afresh when the page wakes up, and polls while the socket fails.
 */
export class Live {
  readonly state: ReadonlySignal<LiveState>;
  /** heard is the server's time of the last message or poll; 0 before the first. */
  readonly heard: ReadonlySignal<number>;

  private readonly current = signal<LiveState>({ kind: "reconnecting", since: clock.now(), polling: false });
  private readonly lastHeard = signal(0);
  private readonly entries: Entry[] = [];
  private readonly online: () => boolean;
  private readonly connection: Connection;
  private readonly poller: Poller;
  private readonly stopWaking: () => void;

  constructor(url: string, options: LiveOptions = {}) {
    const { open = openSocket, wakeUps = wakeOnEvents, random = Math.random } = options;
    this.online = options.online ?? (() => navigator.onLine !== false);
    this.connection = new Connection(() => open(url), random, {
      opened: () => this.ask(),
      heard: (text) => this.hear(text),
      quiet: () => this.ask(),
      lost: () => this.lose(),
    });
    this.poller = new Poller(() => this.pollAll(), random);
    this.state = this.current;
    this.heard = this.lastHeard;
    this.stopWaking = wakeUps(() => this.wake());
  }

  /** subscribe adds a subscription, and returns a function that ends it. */
  subscribe(subscription: Subscription): () => void {
    const entry: Entry = { subscription, answered: false, renew: false, refused: false };
    this.entries.push(entry);
    if (!this.connection.id) this.connect();
    else if (this.connection.isOpen) void this.send(entry);
    return () => {
      const at = this.entries.indexOf(entry);
      if (at >= 0) this.entries.splice(at, 1);
      this.settle();
    };
  }

  /** retry subscribes again to what was refused, for instance after signing in. */
  retry(): void {
    for (const entry of this.entries) entry.refused = entry.renew = false;
    this.restart();
  }

  /** ask subscribes to everything, for fresh snapshots. While the socket is not open it does nothing. */
  ask(): void {
    if (!this.connection.isOpen) return;
    this.connection.expectAnswer();
    for (const entry of this.wanted) void this.send(entry);
  }

  /** close ends the connection for good. */
  close(): void {
    this.stopWaking();
    this.entries.length = 0;
    this.settle();
  }

  private get wanted(): Entry[] {
    return this.entries.filter((entry) => !entry.refused);
  }

  private wake(): void {
    const heardJustNow = clock.now() - this.lastHeard.value < 5000;
    if (this.current.value.kind === "live" && heardJustNow && this.online()) this.ask();
    else this.restart();
  }

  private connect(): void {
    if (this.wanted.length > 0) this.connection.connect();
  }

  private restart(): void {
    if (this.wanted.length > 0) this.connection.restart();
  }

  private async send(entry: Entry): Promise<void> {
    const { channel, orderId } = entry.subscription;
    const connection = this.connection.id;
    entry.answered = false;
    try {
      const token = await entry.subscription.token?.(entry.renew);
      if (this.connection.id !== connection || !this.connection.isOpen) return;
      this.connection.send({ action: "subscribe", channel, orderId, token });
    } catch (error) {
      if (isCode(error, ...refusals)) this.refuse(entry, error.code);
      // Otherwise the wait for an answer ends, and the next connection asks again.
    }
  }

  private hear(text: string): void {
    const message = parse(text);
    if (!message) return;
    if (message.type === "error") return this.fail(message);
    clock.sync(message.at);
    this.lastHeard.value = clock.now();
    if (message.type !== "pong") this.deliver(message);
    this.settle();
  }

  private deliver(message: LiveMessage<unknown>): void {
    for (const entry of [...this.entries]) {
      const { channel, orderId } = entry.subscription;
      if (channel !== message.channel) continue;
      if (channel === "order" && (message.data as { orderId?: string }).orderId !== orderId) continue;
      entry.answered ||= message.type === "snapshot";
      entry.renew = false;
      entry.subscription.receive(message);
      if (message.partial) this.poller.once();
    }
  }

  /** settle draws the conclusions once all are answered, or none is left. */
  private settle(): void {
    if (this.wanted.length === 0) {
      this.connection.close();
      this.poller.stop();
    } else if (this.connection.isOpen && this.wanted.every((entry) => entry.answered)) {
      this.connection.answered();
      this.poller.stop();
      if (this.current.value.kind !== "live") this.current.value = { kind: "live" };
    }
  }

  private fail(error: LiveError): void {
    for (const entry of this.wanted) {
      if (error.channel && entry.subscription.channel !== error.channel) continue;
      if (!error.channel && !entry.subscription.token) continue;
      if (!refusals.includes(error.code)) continue;
      if (error.code === "unauthenticated" && !entry.renew) entry.renew = true;
      else this.refuse(entry, error.code);
    }
    this.connection.fail();
  }

  private refuse(entry: Entry, code: string): void {
    entry.refused = true;
    entry.subscription.onError?.(code);
    this.settle();
  }

  private lose(): void {
    for (const entry of this.entries) entry.answered = false;
    if (this.current.value.kind === "live") {
      this.current.value = { kind: "reconnecting", since: clock.now(), polling: false };
    }
    if (this.connection.failures >= failuresBeforePolling) this.poller.start();
    if (!this.online()) this.lost();
  }

  private async pollAll(): Promise<void> {
    try {
      await Promise.all(this.wanted.map((entry) => this.poll(entry)));
    } catch (error) {
      if (isCode(error, "offline")) this.lost();
      throw error;
    }
    this.lastHeard.value = clock.now();
    const state = this.current.value;
    if (state.kind !== "live") this.current.value = { kind: "reconnecting", since: state.since, polling: true };
  }

  private async poll(entry: Entry): Promise<void> {
    try {
      await entry.subscription.poll();
    } catch (error) {
      if (!isCode(error, ...refusals)) throw error;
      this.refuse(entry, error.code);
    }
  }

  private lost(): void {
    const state = this.current.value;
    if (state.kind === "reconnecting") this.current.value = { kind: "offline", since: state.since };
  }
}

function parse(text: string): LiveMessage<unknown> | LivePong | LiveError | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
