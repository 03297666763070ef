import type { QueuedOrder } from "../shared/contract";
import { clock } from "../shared/clock";
import { Button } from "../shared/ui/Button";
import { Icon } from "../shared/ui/Icon";
import { takeStep } from "./actions";
import { type Urgency, ageOf, formatAge, urgencyOf } from "./age";
import { drinkName, modifiersOf } from "./drinks";
import type { Desk } from "./state";
import { nextStep } from "./steps";
import * as texts from "./texts";

const urgencyIcons = { fresh: "clock", amber: "clock", red: "warning" } as const;

/**
 * Card is an order: number, age, drink, modifiers, and a large button for the next step.
 * Once the order is gone, it is the gap that keeps the place.
 */
export function Card({ desk, order, gone }: { desk: Desk; order: QueuedOrder; gone: boolean }) {
  const menu = desk.menu.value;
  const modifiers = modifiersOf(menu, order.choice);
  const urgency = urgencyOf(order, clock.second.value);
  const drink = order.choice ? drinkName(menu, order.choice.drink) : texts.nobody;
  const place = gone
    ? { class: "order gap", inert: true, "aria-hidden": true }
    : { class: `order ${urgency}`, "data-order": order.orderId, "data-number": order.number, "data-state": order.state };
  return (
    <li {...place}>
      <Handle desk={desk} order={order} urgency={urgency} />
      <div class="what">
        <strong class="drink">
          {drink}
          {order.takenBy && <Icon name="hand" />}
          {order.takenBy && <span class="visually-hidden">{texts.counter}</span>}
        </strong>
        {modifiers.length > 0 && <span class="modifiers">{modifiers.join(" · ")}</span>}
        <span class="visually-hidden">{texts.waited(order, ageOf(order, clock.second.value), urgency === "red")}</span>
      </div>
      <NextStep desk={desk} order={order} drink={drink} />
    </li>
  );
}

/** Handle shows number and age, and opens everything that is not the next step. */
function Handle({ desk, order, urgency }: { desk: Desk; order: QueuedOrder; urgency: Urgency }) {
  const open = () => {
    desk.sheet.value = { kind: "order", orderId: order.orderId };
  };
  return (
    <div class="handle">
      <button type="button" data-part="more" aria-label={texts.more(order)} aria-haspopup="dialog" onClick={open}>
        <span class={order.number > 999 ? "number long" : "number"}>{order.number}</span>
        <Icon name="more" />
      </button>
      <span class="age" aria-hidden="true">
        <Icon name={urgencyIcons[urgency]} />
        {formatAge(ageOf(order, clock.second.value))}
      </span>
    </div>
  );
}

function NextStep({ desk, order, drink }: { desk: Desk; order: QueuedOrder; drink: string }) {
  const step = nextStep(order, desk.me.value);
  if (!step) {
    return (
      <span class="other">
        <Icon name="person" />
        <span class="visually-hidden">{texts.madeBy(order.barista ?? "")}</span>
        <span class="name" aria-hidden="true">
          {order.barista?.split("@")[0]}
        </span>
      </span>
    );
  }
  return (
    <Button
      class={`step ${step}`}
      look="primary"
      data-part="step"
      busy={desk.pending.value.has(order.orderId)}
      aria-label={texts.stepLabel(order, step, drink)}
      onClick={() => void takeStep(desk, order, step)}
    >
      {texts.steps[step]}
    </Button>
  );
}
