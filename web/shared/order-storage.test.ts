import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type KeptOrder, forgetOrder, keepOrder, loadOrder, newKey } from "./order-storage";

const order: KeptOrder = { code: "c", idempotencyKey: "k", scannedAt: 1 };
let items: Map<string, string>;

beforeEach(() => {
  items = new Map();
  vi.stubGlobal("location", { pathname: "/" });
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  });
});
afterEach(() => vi.unstubAllGlobals());

test("an order is kept until it is forgotten", () => {
  expect(loadOrder()).toBeUndefined();
  expect(keepOrder(order)).toBe(true);
  expect(loadOrder()).toEqual(order);
  forgetOrder();
  expect(loadOrder()).toBeUndefined();
});

test("damaged content is no order", () => {
  items.set("order", "{");
  expect(loadOrder()).toBeUndefined();
});

test("a browser that forbids storage keeps none", () => {
  vi.stubGlobal("localStorage", undefined);
  expect(keepOrder(order)).toBe(false);
  expect(loadOrder()).toBeUndefined();
  forgetOrder();
});

test("keys are accepted by the API, differ, and do not need a secure context", () => {
  vi.stubGlobal("crypto", { getRandomValues: crypto.getRandomValues.bind(crypto) });
  const [a, b] = [newKey(), newKey()];
  expect(a).toMatch(/^[A-Za-z0-9._~:+/=-]{16,128}$/);
  expect(a).not.toBe(b);
});
