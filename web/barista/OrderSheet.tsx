import { clock } from "../shared/clock";
import type { QueuedOrder } from "../shared/contract";
import { Button } from "../shared/ui/Button";
import { minutes } from "../shared/ui/Countdown";
import { Dialog } from "../shared/ui/Dialog";
import type { IconName } from "../shared/ui/Icon";
import { takeStep } from "./actions";
import { ageOf, formatAge } from "./age";
import { drinkName, modifiersOf } from "./drinks";
import type { Desk } from "./state";
import { type Step, canCancel, otherSteps, recallLeft } from "./steps";
import * as texts from "./texts";

const icons: Partial<Record<Step, IconName>> = { release: "undo", recall: "undo", complete: "check" };

/** OrderSheet has what an order's card does not: details, and the steps that are rarer. */
export function OrderSheet({ desk, orderId, close }: { desk: Desk; orderId: string; close: () => void }) {
  const order = desk.order(orderId);
  const closing = (
    <Button autoFocus onClick={close}>
      {texts.close}
    </Button>
  );
  if (!order) return <Dialog title={texts.order.gone} actions={closing} onClose={close} />;
  const drink = order.choice ? drinkName(desk.menu.value, order.choice.drink) : texts.nobody;
  return (
    <Dialog title={`${texts.numberText(order)}: ${drink}`} actions={closing} onClose={close}>
      <Details desk={desk} order={order} />
      <div class="choices">
        {otherSteps(order, desk.me.value, clock.second.value).map((step) => (
          <StepButton key={step} desk={desk} order={order} step={step} close={close} />
        ))}
        {canCancel(order) && (
          <Button wide icon="close" onClick={() => (desk.sheet.value = { kind: "cancel", orderId })}>
            {texts.order.cancel}
          </Button>
        )}
      </div>
    </Dialog>
  );
}

function StepButton({ desk, order, step, close }: { desk: Desk; order: QueuedOrder; step: Step; close: () => void }) {
  const press = () => {
    close();
    void takeStep(desk, order, step);
  };
  const left = minutes(Math.ceil(recallLeft(order, clock.second.value) / 1000));
  return (
    <Button wide icon={icons[step] ?? "next"} onClick={press}>
      {step === "recall" ? texts.order.recall(left) : step === "complete" ? texts.order.complete : texts.steps[step]}
    </Button>
  );
}

function Details({ desk, order }: { desk: Desk; order: QueuedOrder }) {
  const rows: [string, string | undefined][] = [
    [texts.order.modifiers, modifiersOf(desk.menu.value, order.choice).join(" · ")],
    [order.state === "READY" ? texts.order.ready : texts.order.waiting, formatAge(ageOf(order, clock.second.value))],
    [texts.order.barista, order.barista],
    [texts.order.takenBy, order.takenBy],
  ];
  return (
    <dl class="details">
      {rows.map(([name, value]) => value && <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}
    </dl>
  );
}
