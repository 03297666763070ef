import { signal } from "@preact/signals";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { LiveDisplay, LiveMessage } from "../shared/contract";
import type { Live, Subscription } from "../shared/live";
import type { SignInState } from "../shared/signin";
import { Wall } from "./state";

const signedIn = (group: string): SignInState => ({ kind: "signedIn", name: "dora", groups: [group] });
const state = signal<SignInState>({ kind: "signedOut" });
const signIn = { state, token: async () => "token", go: vi.fn(), leave: vi.fn() };
const subscriptions = new Set<Subscription>();
const live = {
  subscribe(subscription: Subscription) {
    subscriptions.add(subscription);
    return () => subscriptions.delete(subscription);
  },
  ask: vi.fn(),
  close: vi.fn(),
};
let wall: Wall;
let stop: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  state.value = { kind: "signedOut" };
  wall = new Wall(live as unknown as Live, signIn);
  stop = wall.start();
});
afterEach(() => {
  stop();
  subscriptions.clear();
  vi.useRealTimers();
});

const channels = () => [...subscriptions].map((subscription) => subscription.channel);

/** say sends the newest board, with a code, to what is subscribed to. */
function say(ready: number[], version: number): void {
  const code = { code: "8c-1-A", remaining: 3, expiresAt: new Date(Date.now() + 60_000).toISOString() };
  const data: LiveDisplay = { open: true, preparing: [], ready, estimatedWaitSeconds: 60, version, code };
  for (const subscription of subscriptions) {
    const message: LiveMessage<LiveDisplay> = { type: "snapshot", channel: subscription.channel, version, at: new Date().toISOString(), data };
    subscription.receive(message);
  }
}

test("the numbers are shown without a sign-in, the code only to its groups", () => {
  expect(channels()).toEqual(["board"]);
  state.value = signedIn("barista");
  expect(channels()).toEqual(["board"]);
  state.value = signedIn("display");
  expect(channels()).toEqual(["display"]);
});

test("a display that is signed out loses the code and keeps the numbers", () => {
  state.value = signedIn("display");
  say([40], 1);
  expect(wall.code.value?.remaining).toBe(3);
  state.value = { kind: "signedOut" };
  expect(wall.code.value).toBeUndefined();
  expect(wall.board.value?.ready).toEqual([40]);
  say([41, 40], 2);
  expect(wall.board.value?.ready).toEqual([41, 40]);
  expect(wall.said.value).toBe("Number 41 is ready.");
});

test("the next code is asked for when the current one expires", () => {
  state.value = signedIn("display");
  say([], 1);
  vi.advanceTimersByTime(60_000);
  expect(live.ask).not.toHaveBeenCalled();
  vi.advanceTimersByTime(3000);
  expect(live.ask).toHaveBeenCalledTimes(1);
});
