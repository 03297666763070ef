import type { QRCode } from "../shared/contract";

/** hideBefore is how long before its end a code is hidden, in milliseconds: who scans it then gets the next one sooner. */
const hideBefore = 5000;

/** CodeView is what the display shows in place of the QR code, or the code itself. */
export type CodeView =
  | { kind: "code"; code: QRCode; secondsLeft: number; /** From 1 to 0; missing if the code does not tell its period. */ timeLeft?: number }
  /** No drink is left. */
  | { kind: "usedUp"; secondsLeft: number }
  /** The code is in its last seconds or has expired, and the next one is on its way. */
  | { kind: "changing" }
  /** The code has expired, and the next one cannot be had. */
  | { kind: "offline" };

/** viewCode returns what to show at a time by the server's clock. */
export function viewCode(code: QRCode, now: number, online: boolean): CodeView {
  const left = Date.parse(code.expiresAt) - now;
  if (left <= hideBefore) return { kind: left <= 0 && !online ? "offline" : "changing" };
  const secondsLeft = Math.ceil(left / 1000);
  if (code.remaining <= 0) return { kind: "usedUp", secondsLeft };
  const period = periodOf(code.code);
  return { kind: "code", code, secondsLeft, ...(period && { timeLeft: Math.min(1, left / period) }) };
}

/** periodOf returns a code's period in milliseconds: its text starts with the seconds in base 36. */
function periodOf(text: string): number | undefined {
  const seconds = /^([0-9a-z]{1,6})-/.exec(text)?.[1];
  return seconds ? Number.parseInt(seconds, 36) * 1000 || undefined : undefined;
}

/**
 * orderLink returns the link of a QR code: the customer's page with the code after #, so
 * that no log has it. The page is beside the display's own URL, unless that one's query
 * names another as site, such as the shop's address on the local network.
 */
export function orderLink(display: string, code: string): string {
  const site = new URL(display).searchParams.get("site");
  const page = site !== null && /^https?:\/\//.test(site) && URL.canParse(site) ? new URL(site) : new URL("./", display);
  page.hash = code;
  return page.href;
}

/** Refresher asks for the next code when one expires. Displays do so at different moments. */
export class Refresher {
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly ask: () => void,
    private readonly now: () => number,
    private readonly random: () => number = Math.random,
  ) {}

  /** follow takes the current code, undefined if there is none. */
  follow(code: QRCode | undefined): void {
    this.stop();
    if (!code) return;
    const left = Math.max(0, Date.parse(code.expiresAt) - this.now());
    this.wait(left + 300 + this.random() * 1700);
  }

  /** stop ends it. */
  stop(): void {
    clearTimeout(this.timer);
  }

  private wait(milliseconds: number): void {
    this.timer = setTimeout(() => {
      this.ask();
      this.wait(8000 + this.random() * 8000); // in case no answer follows
    }, milliseconds);
  }
}
