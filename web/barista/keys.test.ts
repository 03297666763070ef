import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { KeyPad, commands } from "./keys";
import { keys } from "./texts";

let heard: [string, number | undefined][];
let pad: KeyPad;
beforeEach(() => {
  vi.useFakeTimers();
  heard = [];
  pad = new KeyPad((command, number) => heard.push([command.kind === "step" ? command.step : command.kind, number]));
});
afterEach(() => vi.useRealTimers());
const press = (...pressed: string[]) => pressed.map((key) => pad.press(key));

describe("the keys", () => {
  test("Enter chooses the number that was typed", () => {
    press("1", "2");
    expect([pad.typed.value, heard]).toEqual(["12", []]);
    press("Enter");
    expect([pad.typed.value, heard]).toEqual(["", [["choose", 12]]]);
  });

  test("a number chooses itself after a while, and the Enter that comes late presses nothing", () => {
    press("7");
    vi.advanceTimersByTime(1499);
    expect(heard).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(heard).toEqual([["choose", 7]]);
    expect(press("Enter")).toEqual([true]);
    vi.advanceTimersByTime(1000);
    expect(press("Enter")).toEqual([false]);
    expect(heard).toHaveLength(1);
  });

  test("a letter does its step with the number before it, or with what was chosen", () => {
    press("4", "1", "m", "r");
    expect(heard).toEqual([["claim", 41], ["complete", undefined]]);
  });

  test("capital letters work, unknown keys are left alone", () => {
    expect(press("M", "z", "Tab", " ")).toEqual([true, false, false, false]);
  });

  test("Backspace takes a digit back, Escape the number and then what is chosen", () => {
    press("4", "1", "Backspace");
    expect(pad.typed.value).toBe("4");
    press("Escape");
    expect([pad.typed.value, heard]).toEqual(["", []]);
    press("Escape");
    vi.advanceTimersByTime(5000);
    expect(heard).toEqual([["leave", undefined]]);
  });

  test("each is explained", () => {
    expect(Object.keys(keys.commands)).toEqual(Object.keys(commands));
  });
});
