import { clock } from "../clock";

/** remaining returns the seconds until a time by the server's clock, 0 if it has passed. */
export function remaining(until: string): number {
  return Math.max(0, Math.ceil((Date.parse(until) - clock.second.value) / 1000));
}

/** minutes formats seconds as m:ss. */
export function minutes(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** Countdown shows the time until a moment as m:ss. It is not read out each second. */
export function Countdown({ until }: { until: string }) {
  return (
    <span class="number" role="timer" aria-live="off">
      {minutes(remaining(until))}
    </span>
  );
}
