import { expect, type BrowserContext, type Page } from '@playwright/test';

/** Collects what no page may do: console errors, exceptions, and requests to other origins. */
export class Watch {
  readonly #problems: string[] = [];
  readonly #allowed: RegExp[] = [];

  constructor(private readonly origins: Set<string>) {}

  /** Watches all pages of a context from now on. */
  follow(context: BrowserContext) {
    context.on('console', message => message.type() === 'error' &&
      this.#note(message.page()?.url(), `logged: ${message.text()} ${message.location().url}`));
    context.on('weberror', error => this.#note(error.page()?.url(), `threw: ${error.error().stack}`));
    context.on('request', request => this.#check(request.url(), request.isNavigationRequest() ? '' : request.frame().url()));
    context.on('page', page => page.on('websocket', socket => this.#check(socket.url(), page.url())));
  }

  /**
   * Allows problems with this text in this test. Chrome logs each answer of 400 and above as an
   * error, and each request that fails while a test has the network cut.
   */
  allow(problem: RegExp) {
    this.#allowed.push(problem);
  }

  /** Fails the test if there was a problem. */
  verify() {
    const problems = this.#problems.filter(problem => !this.#allowed.some(pattern => pattern.test(problem)));
    expect(problems, 'console errors, exceptions and requests to other origins').toEqual([]);
  }

  #note(page: string | undefined, problem: string) {
    this.#problems.push(`${page ?? 'a page'} ${problem}`);
  }

  #check(url: string, page: string) {
    const { protocol, origin } = new URL(url);
    if (!['data:', 'blob:', 'about:'].includes(protocol) && !this.origins.has(origin)) {
      this.#note(page, `requested ${url}`);
    }
  }
}

/** Cuts the network of a page, or restores it, with the failures that Chrome logs meanwhile allowed. */
export async function setOffline(page: Page, watch: Watch, offline: boolean) {
  watch.allow(/net::ERR_INTERNET_DISCONNECTED|WebSocket connection to .* failed/);
  await page.context().setOffline(offline);
}
