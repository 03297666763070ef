import { type ReadonlySignal, signal } from "@preact/signals";

const held = signal<"held" | "refused" | "unasked">("unasked");

/** screenLock tells whether the screen stays on. Where it is refused, the page gives a hint. */
export const screenLock: ReadonlySignal<"held" | "refused" | "unasked"> = held;

/** keepScreenOn asks for a wake lock, now and each time the page becomes visible. */
export function keepScreenOn(): () => void {
  let lock: WakeLockSentinel | undefined;
  const ask = async () => {
    if (document.visibilityState !== "visible") return;
    try {
      lock = await navigator.wakeLock.request("screen");
      held.value = "held";
    } catch {
      held.value = "refused";
    }
  };
  void ask();
  document.addEventListener("visibilitychange", ask);
  return () => {
    document.removeEventListener("visibilitychange", ask);
    void lock?.release();
    held.value = "unasked";
  };
}
