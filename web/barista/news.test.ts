import { expect, test } from "vitest";
import { Watcher } from "./news";
import { queuedOrder } from "./order.fixture";

const numbers = (news: ReturnType<Watcher["look"]>) => [news.arrived, news.moved].map((orders) => orders.map((order) => order.number));

test("only what came or changed since the last look is new", () => {
  const watcher = new Watcher();
  expect(numbers(watcher.look([queuedOrder(1), queuedOrder(2)]))).toEqual([[], []]);
  const next = [queuedOrder(1, { state: "MAKING" }), queuedOrder(2), queuedOrder(3)];
  expect(numbers(watcher.look(next))).toEqual([[3], [1]]);
  expect(numbers(watcher.look(next))).toEqual([[], []]);
});

test("an order that goes back to the queue has not arrived again", () => {
  const watcher = new Watcher();
  watcher.look([queuedOrder(1, { state: "MAKING" })]);
  expect(numbers(watcher.look([queuedOrder(1)]))).toEqual([[], [1]]);
});

test("the first order of an empty queue arrives", () => {
  const watcher = new Watcher();
  watcher.look([]);
  expect(numbers(watcher.look([queuedOrder(1)]))).toEqual([[1], []]);
});
