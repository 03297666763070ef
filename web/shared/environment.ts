/** Socket is the part of a WebSocket that Live uses. */
export interface Socket {
  readonly readyState: number;
  onopen: ((event: never) => void) | null;
  onmessage: ((event: { data: string }) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  send(text: string): void;
  close(): void;
}

/** Waker calls the function at each wake-up, and returns a function that ends it. */
export type Waker = (wake: () => void) => () => void;

/** openSocket opens a WebSocket. */
export function openSocket(url: string): Socket {
  return new WebSocket(url) as Socket;
}

/**
 * wakeOnEvents wakes when the page becomes visible, comes back from the back-forward
 * cache or from being frozen, or the device goes offline or online. The socket may be
 * dead then without having closed.
 */
export function wakeOnEvents(wake: () => void): () => void {
  const visible = () => {
    if (document.visibilityState === "visible") wake();
  };
  const shown = (event: PageTransitionEvent) => {
    if (event.persisted) wake();
  };
  document.addEventListener("visibilitychange", visible);
  document.addEventListener("resume", wake);
  window.addEventListener("pageshow", shown);
  window.addEventListener("online", wake);
  window.addEventListener("offline", wake);
  return () => {
    document.removeEventListener("visibilitychange", visible);
    document.removeEventListener("resume", wake);
    window.removeEventListener("pageshow", shown);
    window.removeEventListener("online", wake);
    window.removeEventListener("offline", wake);
  };
}
