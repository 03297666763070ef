import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { takeStep } from "./actions";
import type { Focus } from "./focus";
import { Keyboard } from "./keyboard";
import { queuedOrder } from "./order.fixture";
import { Desk } from "./state";
import type { SignIn } from "../shared/signin";
import { signal } from "@preact/signals";

vi.mock("./actions", () => ({ takeStep: vi.fn() }));

class FakeElement {
  isContentEditable = false;
  constructor(private readonly kind = "button") {}
  matches = (selector: string) => selector.startsWith(this.kind);
}

const signIn = { state: signal({ kind: "signedIn", name: "ada", groups: ["barista"] }) } as unknown as SignIn;
const idle = { open: () => ({ readyState: 0, onopen: null, onmessage: null, onclose: null, onerror: null, send() {}, close() {} }), wakeUps: () => () => {} };

let desk: Desk;
let keyboard: Keyboard;
let focused: string | undefined;
const focus = {
  to: (id: string) => (focused = id) !== "",
  next: (id: string) => (focused = id),
  orderId: () => focused,
  leave: () => {
    const had = focused !== undefined;
    focused = undefined;
    return had;
  },
  step: () => true,
} as unknown as Focus;

beforeEach(() => {
  vi.stubGlobal("HTMLElement", FakeElement);
  vi.mocked(takeStep).mockClear();
  focused = undefined;
  desk = new Desk("ws://live", signIn, idle);
  keyboard = new Keyboard(desk, focus);
  desk.queue.take(queuedOrder(7), 0);
  desk.queue.take(queuedOrder(8, { state: "MAKING", barista: "grace" }), 0);
});
afterEach(() => vi.unstubAllGlobals());

function type(keys: string[], more: object = {}): boolean[] {
  return keys.map((key) => {
    const event = { key, target: new FakeElement(), defaultPrevented: false, preventDefault: () => (event.defaultPrevented = true), ...more };
    keyboard.press(event as unknown as KeyboardEvent);
    return event.defaultPrevented;
  });
}
const steps = () => vi.mocked(takeStep).mock.calls.map(([, order, step]) => `${order.number} ${step}`);

test("a number and a letter do a step, a further letter another one with the same order", () => {
  type(["7", "m", "r"]);
  expect(steps()).toEqual(["7 claim", "7 complete"]);
});

test("a letter without an order asks for one", () => {
  type(["m"]);
  expect([steps(), desk.notice.value?.kind]).toEqual([[], "info"]);
});

test("an unknown number is said, and does nothing with the order chosen before", () => {
  type(["7", "Enter", "9", "9", "m"]);
  expect([steps(), desk.notice.value?.text]).toEqual([[], "There is no number 99 in the queue."]);
});

test("an order that another barista makes is left to them", () => {
  type(["8", "r"]);
  expect([steps(), desk.notice.value?.text]).toEqual([[], "Number 8: grace is making it."]);
});

test("a step that the state does not allow is said", () => {
  type(["7", "c"]);
  expect([steps(), desk.notice.value?.text]).toEqual([[], 'Number 7 can\'t be set to "Collected" now.']);
});

test("cancelling asks for the reason", () => {
  type(["8", "x"]);
  expect(desk.sheet.value).toEqual({ kind: "cancel", orderId: "order-8" });
});

test("Escape leaves the order, then the filter", () => {
  desk.filter.value = "tea";
  type(["7", "Enter", "Escape"]);
  expect([focused, desk.filter.value]).toEqual([undefined, "tea"]);
  type(["Escape"]);
  expect(desk.filter.value).toBeUndefined();
});

test.each([
  ["with Ctrl", { ctrlKey: true }],
  ["in a text field", { target: new FakeElement("textarea") }],
])("keys %s are not the page's", (_, more) => {
  expect(type(["7", "m", "?"], more)).toEqual([false, false, false]);
});

test("keys do nothing while a dialog is open, or when they are switched off", () => {
  desk.sheet.value = { kind: "keys" };
  expect(type(["7"])).toEqual([false]);
  desk.sheet.value = undefined;
  desk.keysOn.value = false;
  expect(type(["7"])).toEqual([false]);
});
