import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { chime, flashTitle, soundOn, stopFlashing, switchSound } from "./attention";

let notes: number;
let allowed: boolean;

class FakeAudio {
  state = "suspended";
  currentTime = 0;
  destination = {};
  async resume() {
    if (allowed) this.state = "running";
  }
  createGain() {
    const gain = { setValueAtTime() {}, linearRampToValueAtTime() {}, exponentialRampToValueAtTime() {} };
    return { gain, connect() {} };
  }
  createOscillator() {
    return { frequency: { value: 0 }, connect() {}, start: () => void notes++, stop() {} };
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("document", { title: "Queue" });
  vi.stubGlobal("AudioContext", FakeAudio);
  notes = 0;
});
afterEach(() => {
  stopFlashing();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test("sound is off until it is switched on, which plays a sample", async () => {
  chime();
  expect([soundOn.value, notes]).toEqual([false, 0]);
  allowed = false;
  await switchSound(true);
  expect([soundOn.value, notes]).toEqual([false, 0]);
  allowed = true;
  await switchSound(true);
  expect([soundOn.value, notes]).toEqual([true, 2]);
  chime();
  expect(notes).toBe(4);
  await switchSound(false);
  chime();
  expect([soundOn.value, notes]).toEqual([false, 4]);
});

test("a flashing title comes back, also after two texts", () => {
  flashTitle("(1) Queue");
  expect(document.title).toBe("(1) Queue");
  vi.advanceTimersByTime(1000);
  expect(document.title).toBe("Queue");
  vi.advanceTimersByTime(1000);
  expect(document.title).toBe("(1) Queue");
  flashTitle("(2) Queue");
  stopFlashing();
  expect(document.title).toBe("Queue");
  vi.advanceTimersByTime(5000);
  expect(document.title).toBe("Queue");
});
