import { type ReadonlySignal, signal } from "@preact/signals";
import type { Step } from "./steps";

/** Command is what a key asks for. */
export type Command =
  | { kind: "step"; step: Step }
  | { kind: "choose" | "cancel" | "more" | "counter" | "shop" | "menu" | "sound" | "finished" | "all" | "keys" | "leave" };

/** commands maps keys to commands, in the order in which the page lists them. */
export const commands: Record<string, Command> = {
  m: { kind: "step", step: "claim" },
  r: { kind: "step", step: "complete" },
  c: { kind: "step", step: "collect" },
  q: { kind: "step", step: "release" },
  u: { kind: "step", step: "recall" },
  x: { kind: "cancel" },
  i: { kind: "more" },
  n: { kind: "counter" },
  d: { kind: "menu" },
  o: { kind: "shop" },
  f: { kind: "finished" },
  a: { kind: "all" },
  s: { kind: "sound" },
  "?": { kind: "keys" },
};

const patience = 1500; // milliseconds after the last digit
const longest = 9;

/**
 * KeyPad turns keys into commands: digits choose an order by its number, on Enter or
 * 1.5 s after the last one; letters do a step with that order, or the one chosen before.
 */
export class KeyPad {
  /** typed is the number so far, empty if none. */
  readonly typed: ReadonlySignal<string>;
  private readonly digits = signal("");
  private timer: ReturnType<typeof setTimeout> | undefined;
  private choseAt = -Infinity;

  /** run does a command, with the number that was typed before it, if any. */
  constructor(private readonly run: (command: Command, number: number | undefined) => void) {
    this.typed = this.digits;
  }

  /** press takes a key. It returns whether the key meant something here. */
  press(key: string): boolean {
    if (/^[0-9]$/.test(key)) return this.type(this.digits.value + key);
    if (key === "Backspace" && this.digits.value) return this.type(this.digits.value.slice(0, -1));
    if (key === "Enter") return this.enter();
    const command = key === "Escape" ? ({ kind: "leave" } as const) : commands[key.toLowerCase()];
    if (!command) return false;
    if (command.kind === "leave" && this.digits.value) this.take();
    else this.run(command, this.take());
    return true;
  }

  private type(digits: string): boolean {
    this.digits.value = digits.slice(0, longest);
    clearTimeout(this.timer);
    if (digits) this.timer = setTimeout(() => this.choose(), patience);
    return true;
  }

  /** An Enter that comes just after the wait is meant for the number, not for a button. */
  private enter(): boolean {
    if (!this.digits.value) return Date.now() - this.choseAt < 1000;
    this.run({ kind: "choose" }, this.take());
    return true;
  }

  private choose(): void {
    this.choseAt = Date.now();
    this.run({ kind: "choose" }, this.take());
  }

  private take(): number | undefined {
    clearTimeout(this.timer);
    const digits = this.digits.value;
    this.digits.value = "";
    return digits ? Number(digits) : undefined;
  }
}
