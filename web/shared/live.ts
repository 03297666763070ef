import { type ReadonlySignal, signal } from "@preact/signals";
import { Backoff } from "./backoff";
import { clock } from "./clock";
import type { Channel, LiveError, LiveMessage, LivePong } from "./contract";
import { Poller } from "./poller";
import { isCode } from "./http";
import { type Socket, type Waker, openSocket, wakeOnEvents } from "./environment";

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

const silence = 60_000; // after which to subscribe again
const patience = 10_000; // for an answer
const triesBeforePolling = 3;
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

  private readonly current;
  private readonly lastHeard = signal(0);
  private readonly entries: Entry[] = [];
  private readonly open: (url: string) => Socket;
  private readonly online: () => boolean;
  private readonly backoff: Backoff;
  private readonly poller: Poller;
  private readonly stopWaking: () => void;
  private socket: Socket | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private liveSince = 0;

  constructor(private readonly url: string, options: LiveOptions = {}) {
    this.open = options.open ?? openSocket;
    this.online = options.online ?? (() => navigator.onLine !== false);
    const random = options.random ?? Math.random;
    this.backoff = new Backoff(random);
    this.poller = new Poller(() => this.pollAll(), random);
    this.current = signal<LiveState>({ kind: "reconnecting", since: clock.now(), polling: false });
    this.state = this.current;
    this.heard = this.lastHeard;
    this.stopWaking = (options.wakeUps ?? wakeOnEvents)(() => this.wake());
  }

  /** subscribe adds a subscription, and returns a function that ends it. */
  subscribe(subscription: Subscription): () => void {
    const entry: Entry = { subscription, answered: false, renew: false, refused: false };
    this.entries.push(entry);
    if (!this.socket) this.connect();
    else if (this.socket.readyState === 1) this.send(this.socket, entry);
    return () => {
      const at = this.entries.indexOf(entry);
      if (at >= 0) this.entries.splice(at, 1);
      if (this.wanted().length === 0) this.rest();
      else this.settle();
    };
  }

  /** retry subscribes again to what was refused, for instance after signing in. */
  retry(): void {
    for (const entry of this.entries) entry.refused = entry.renew = false;
    this.restart();
  }

  /** close ends the connection for good. */
  close(): void {
    this.stopWaking();
    this.entries.length = 0;
    this.rest();
  }

  private wanted(): Entry[] {
    return this.entries.filter((entry) => !entry.refused);
  }

  private wake(): void {
    const heardJustNow = clock.now() - this.lastHeard.value < 5000;
    if (this.current.value.kind === "live" && heardJustNow) this.ask();
    else this.restart();
  }

  private restart(): void {
    this.drop();
    this.backoff.reset();
    this.connect();
  }

  private connect(): void {
    if (this.wanted().length === 0) return;
    this.drop();
    for (const entry of this.entries) entry.answered = false;
    const socket = this.open(this.url);
    this.socket = socket;
    this.wait(patience, () => this.lose(socket));
    socket.onopen = () => this.ask();
    socket.onmessage = (event) => this.socket === socket && this.hear(socket, event.data);
    socket.onclose = () => this.lose(socket);
    socket.onerror = () => this.lose(socket);
  }

  /** ask subscribes to everything, and gives the server some seconds to answer. */
  private ask(): void {
    const socket = this.socket;
    if (socket?.readyState !== 1) return;
    this.wait(patience, () => this.lose(socket));
    for (const entry of this.wanted()) this.send(socket, entry);
  }

  private async send(socket: Socket, entry: Entry): Promise<void> {
    const { channel, orderId, token } = entry.subscription;
    try {
      const credential = token && (await entry.subscription.token?.(entry.renew));
      if (this.socket !== socket || socket.readyState !== 1) return;
      socket.send(JSON.stringify({ action: "subscribe", channel, orderId, token: credential }));
    } catch (error) {
      if (isCode(error, ...refusals)) this.refuse(entry, error.code);
      // Otherwise the wait for an answer ends, and the next connection asks again.
    }
  }

  private hear(socket: Socket, text: string): void {
    const message = parse(text);
    if (!message) return;
    if (message.type === "error") return this.fail(socket, message);
    clock.sync(message.at);
    this.lastHeard.value = clock.now();
    if (message.type === "pong") return this.settle();
    for (const entry of this.entries) {
      const { channel, orderId } = entry.subscription;
      if (channel !== message.channel) continue;
      if (channel === "order" && (message.data as { orderId?: string }).orderId !== orderId) continue;
      entry.answered ||= message.type === "snapshot";
      entry.renew = false;
      entry.subscription.receive(message);
      if (message.partial) this.poller.once();
    }
    this.settle();
  }

  /** settle updates the state, and when to ask again. */
  private settle(): void {
    const socket = this.socket;
    if (!socket || !this.wanted().every((entry) => entry.answered)) return;
    this.wait(silence, () => this.ask());
    if (this.current.value.kind === "live") return;
    this.liveSince = clock.now();
    this.poller.stop();
    this.current.value = { kind: "live" };
  }

  private fail(socket: Socket, error: LiveError): void {
    for (const entry of this.wanted()) {
      if (error.channel && entry.subscription.channel !== error.channel) continue;
      if (!error.channel && !entry.subscription.token) continue;
      if (!refusals.includes(error.code)) continue;
      if (error.code === "unauthenticated" && !entry.renew) entry.renew = true;
      else this.refuse(entry, error.code);
    }
    this.lose(socket);
  }

  private refuse(entry: Entry, code: string): void {
    entry.refused = true;
    entry.subscription.onError?.(code);
    if (this.wanted().length === 0) this.rest();
    else this.settle();
  }

  private lose(socket: Socket): void {
    if (this.socket !== socket) return;
    this.drop();
    if (this.wanted().length === 0) return;
    if (this.current.value.kind === "live") {
      if (clock.now() - this.liveSince > 10_000) this.backoff.reset();
      this.current.value = { kind: "reconnecting", since: clock.now(), polling: false };
    }
    this.wait(this.backoff.next(), () => this.connect());
    if (this.backoff.tries >= triesBeforePolling) this.poller.start();
    if (!this.online()) this.lost();
  }

  private async pollAll(): Promise<void> {
    try {
      await Promise.all(this.wanted().map((entry) => this.poll(entry)));
    } catch (error) {
      if (isCode(error, "offline")) this.lost();
      throw error;
    }
    this.lastHeard.value = clock.now();
    const state = this.current.value;
    if (state.kind === "live") return;
    this.current.value = { kind: "reconnecting", since: state.since, polling: true };
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

  private wait(milliseconds: number, then: () => void): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(then, milliseconds);
  }

  private rest(): void {
    this.drop();
    this.poller.stop();
  }

  private drop(): void {
    clearTimeout(this.timer);
    const socket = this.socket;
    this.socket = undefined;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = socket.onerror = null;
    socket.close();
  }
}

function parse(text: string): LiveMessage<unknown> | LivePong | LiveError | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
