import type { Order } from "../shared/contract";
import { Button } from "../shared/ui/Button";
import type { IconName } from "../shared/ui/Icon";
import { describe, drinkName } from "./choice";
import { type End, endOf } from "./end";
import { languages } from "./languages";
import type { OrderProps } from "./OrderScreen";
import { Outcome, type OutcomeProps } from "./Outcome";
import { Receipt } from "./Receipt";

const looks: Record<End, { icon: IconName; tone: OutcomeProps["tone"] }> = {
  collected: { icon: "cup", tone: "good" },
  unclaimed: { icon: "clock", tone: "amber" },
  closed: { icon: "lock", tone: "amber" },
  full: { icon: "person", tone: "amber" },
  cancelledByYou: { icon: "close", tone: "amber" },
  cancelledByUs: { icon: "warning", tone: "bad" },
  cancelledAutomatically: { icon: "warning", tone: "bad" },
  customerTimedOut: { icon: "clock", tone: "amber" },
  baristaTimedOut: { icon: "clock", tone: "bad" },
  failed: { icon: "warning", tone: "bad" },
};

/** Ended tells how an order ended, with its receipt. */
export function Ended({ visit, board, order }: OrderProps & { order: Order }) {
  const texts = languages.texts.ended;
  const end = endOf(order);
  return (
    <>
      <Outcome {...looks[end]} {...texts[end]}>
        {order.number && order.choice && (
          <p class="ordered">
            <span class="number">{order.number}</span>
            {describe(drinkName(board.menu.value, order.choice.drink), order.choice.modifiers)}
          </p>
        )}
        {end === "cancelledByUs" && order.explanation && (
          <blockquote>
            <cite>{texts.reason}</cite>
            {order.explanation}
          </blockquote>
        )}
      </Outcome>
      <Receipt order={order} />
      <Button wide onClick={() => visit.forget()}>
        {texts.newOrder}
      </Button>
    </>
  );
}
