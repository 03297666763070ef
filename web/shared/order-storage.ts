import type { Ticket } from "./contract";
import { storageKey } from "./storage-key";

/** KeptOrder is the order of this phone. */
export interface KeptOrder {
  /** The code that was scanned. Redeeming it is repeated with the same key. */
  code: string;
  idempotencyKey: string;
  /** Missing until the code is redeemed. */
  ticket?: Ticket;
  /** When the code was scanned, in milliseconds by the server's clock. */
  scannedAt: number;
}

const key = () => storageKey("order");

/** loadOrder returns the order that is kept on this phone, if any. */
export function loadOrder(): KeptOrder | undefined {
  try {
    return JSON.parse(localStorage.getItem(key()) ?? "null") ?? undefined;
  } catch {
    return undefined;
  }
}

/** keepOrder keeps an order. It returns false if the browser stores nothing. */
export function keepOrder(order: KeptOrder): boolean {
  try {
    localStorage.setItem(key(), JSON.stringify(order));
    return true;
  } catch {
    return false;
  }
}

/** forgetOrder removes the order. */
export function forgetOrder(): void {
  try {
    localStorage.removeItem(key());
  } catch {
    // Nothing is kept, then.
  }
}

/** onOrderChange calls a function when another tab changed the order. */
export function onOrderChange(changed: () => void): () => void {
  const listen = (event: StorageEvent) => {
    if (event.key === key() || event.key === null) changed();
  };
  window.addEventListener("storage", listen);
  return () => window.removeEventListener("storage", listen);
}

/**
 * newKey returns a random Idempotency-Key of 32 characters. It does not need
 * crypto.randomUUID, which is missing over HTTP on a LAN address.
 */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
