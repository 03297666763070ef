import type { Page, WebSocketRoute } from '@playwright/test';

/** The WebSockets of a page, which pass through here so that a test can break them. */
export class Sockets {
  readonly #open = new Set<WebSocketRoute>();
  #state: 'passing' | 'refused' | 'silent' = 'passing';

  /** Lets all sockets that a page opens pass through here. Call it before the page loads. */
  readonly attach = (page: Page) => page.routeWebSocket(/./, socket => this.#relay(socket));

  /** Closes all sockets, as API Gateway does after two hours. New ones can be opened. */
  async cut() {
    const open = [...this.#open];
    this.#open.clear();
    await Promise.all(open.map(socket => socket.close({ code: 1001, reason: 'Going away' })));
  }

  /** Closes all sockets and refuses new ones, as some proxies do, until pass is called. */
  async refuse() {
    this.#state = 'refused';
    await this.cut();
  }

  /** Loses all messages of the open sockets without closing them, as a phone that slept does. */
  silence() {
    this.#state = 'silent';
  }

  /** Lets new sockets work again. Those that were open while all was silent stay dead. */
  pass() {
    this.#state = 'passing';
  }

  #relay(socket: WebSocketRoute) {
    if (this.#state === 'refused') {
      void socket.close({ code: 1011 });
      return;
    }
    this.#open.add(socket);
    const server = socket.connectToServer();
    let dead = false;
    const lost = () => (dead ||= this.#state === 'silent');
    socket.onMessage(message => { if (!lost()) server.send(message); });
    server.onMessage(message => { if (!lost()) socket.send(message); });
  }
}
