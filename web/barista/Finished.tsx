import type { QueuedOrder } from "../shared/contract";
import { clockTime } from "../shared/staff";
import { Icon, type IconName } from "../shared/ui/Icon";
import { drinkName } from "./drinks";
import type { Desk } from "./state";
import * as texts from "./texts";

/** Finished is the strip of the orders that ended last, newest first. */
export function Finished({ desk }: { desk: Desk }) {
  const finished = desk.queue.data.value?.finished ?? [];
  return (
    <section class="finished" id="finished" aria-label={texts.finished.label} tabIndex={0}>
      {finished.length === 0 && <p>{texts.finished.none}</p>}
      <ol>
        {finished.map((order) => (
          <Ended key={order.orderId} desk={desk} order={order} />
        ))}
      </ol>
    </section>
  );
}

function Ended({ desk, order }: { desk: Desk; order: QueuedOrder }) {
  const good = order.state === "COLLECTED";
  const icon: IconName = good ? "check" : order.state === "UNCLAIMED" ? "clock" : "close";
  const reason = texts.reasonText(order);
  return (
    <li class={good ? "good" : "bad"}>
      <span class="drink">
        <span class="number">{order.number || texts.header.counter}</span>
        {order.choice ? drinkName(desk.menu.value, order.choice.drink) : texts.nobody}
      </span>
      <span class="state-line">
        <Icon name={icon} />
        {texts.states[order.state]} {order.endedAt && <time dateTime={order.endedAt}>{clockTime(order.endedAt)}</time>}
      </span>
      {!good && reason && <span class="reason">{reason}</span>}
    </li>
  );
}
