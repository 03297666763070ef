import type { Queue, QueuedOrder } from "../shared/contract";
import { chime, flashTitle, stopFlashing } from "../shared/attention";
import { drinkName } from "./drinks";
import type { News } from "./news";
import type { Desk } from "./state";
import * as texts from "./texts";

/**
 * ringForNews chimes and flashes the title when orders come, until someone touches the
 * page, has changes read out, and says what became of counter orders.
 */
export function ringForNews(desk: Desk): () => void {
  let unseen = 0;
  const showTitle = (queue: Queue | undefined) => {
    stopFlashing();
    document.title = texts.tab.title(queue?.orders.filter((order) => order.state === "QUEUED").length ?? 0);
    if (unseen) flashTitle(texts.tab.arrived(unseen));
  };
  desk.onNews((news, queue) => {
    unseen += news.arrived.length;
    if (news.arrived.length) chime();
    sayNews(desk, news);
    sayAwaited(desk, queue);
    showTitle(queue);
  });
  const seen = () => {
    if (!unseen) return;
    unseen = 0;
    showTitle(desk.queue.data.peek());
  };
  for (const event of touches) document.addEventListener(event, seen);
  return () => {
    for (const event of touches) document.removeEventListener(event, seen);
    stopFlashing();
  };
}

const touches = ["pointerdown", "pointermove", "keydown"];

function sayNews(desk: Desk, news: News): void {
  const menu = desk.menu.peek();
  const nameOf = (order: QueuedOrder) => (order.choice ? drinkName(menu, order.choice.drink) : texts.nobody);
  const lines = [...news.arrived.map((order) => texts.arrivedText(order, nameOf(order))), ...news.moved.map(texts.movedText)];
  if (lines.length) desk.said.value = lines.join(" ");
}

function sayAwaited(desk: Desk, queue: Queue): void {
  for (const order of [...queue.orders, ...queue.finished]) {
    const name = desk.awaited.get(order.orderId);
    if (!name) continue;
    desk.awaited.delete(order.orderId);
    desk.notice.value = order.endedAt
      ? { kind: "bad", text: texts.counterOrder.rejected(name, texts.reasonText(order)) }
      : { kind: "good", text: texts.counterOrder.queued(name, order.number) };
  }
}
