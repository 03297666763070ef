import { Backoff } from "./backoff";
import { clock } from "./clock";
import type { LiveRequest } from "./contract";
import type { Socket } from "./environment";

const patience = 10_000; // for the socket to open and for an answer
const silence = 60_000; // after which a socket may be dead
const stable = 10_000; // after which a broken connection is no reason to wait longer

/** ConnectionEvents are what a Connection tells its owner. */
export interface ConnectionEvents {
  /** The socket is open. */
  opened(): void;
  heard(text: string): void;
  /** Nothing was heard for a minute. */
  quiet(): void;
  /** The socket is lost. A new one is opened later, unless close is called. */
  lost(): void;
}

/** Connection is a socket that is opened again whenever it is lost. */
export class Connection {
  private readonly backoff: Backoff;
  private socket: Socket | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private answeredAt: number | undefined;

  constructor(
    private readonly open: () => Socket,
    random: () => number,
    private readonly events: ConnectionEvents,
  ) {
    this.backoff = new Backoff(random);
  }

  /** id identifies the socket, undefined if there is none. */
  get id(): unknown {
    return this.socket;
  }

  get isOpen(): boolean {
    return this.socket?.readyState === 1;
  }

  /** failures is how many attempts in a row have failed. */
  get failures(): number {
    return this.backoff.tries;
  }

  /** connect opens a new socket in place of the old one. */
  connect(): void {
    this.close();
    const socket = this.open();
    this.socket = socket;
    this.expectAnswer();
    socket.onopen = () => this.events.opened();
    socket.onmessage = (event) => this.socket === socket && this.events.heard(event.data);
    socket.onclose = () => this.lose(socket);
    socket.onerror = () => this.lose(socket);
  }

  /** restart connects, as if nothing had failed. */
  restart(): void {
    this.backoff.reset();
    this.connect();
  }

  send(request: LiveRequest): void {
    this.socket?.send(JSON.stringify(request));
  }

  /** expectAnswer gives the server 10 s, until answered is called. */
  expectAnswer(): void {
    const socket = this.socket;
    this.wait(patience, () => socket && this.lose(socket));
  }

  /** answered ends that, and starts the minute until quiet. */
  answered(): void {
    this.answeredAt ??= clock.now();
    this.wait(silence, () => this.events.quiet());
  }

  /** fail gives the socket up. */
  fail(): void {
    if (this.socket) this.lose(this.socket);
  }

  /** close closes the socket and opens no other. */
  close(): void {
    clearTimeout(this.timer);
    const socket = this.socket;
    this.socket = this.answeredAt = undefined;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = socket.onerror = null;
    socket.close();
  }

  private lose(socket: Socket): void {
    if (this.socket !== socket) return;
    if (this.answeredAt !== undefined && clock.now() - this.answeredAt > stable) this.backoff.reset();
    this.close();
    this.wait(this.backoff.next(), () => this.connect());
    this.events.lost();
  }

  private wait(milliseconds: number, then: () => void): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(then, milliseconds);
  }
}
