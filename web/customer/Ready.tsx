import type { Order } from "../shared/contract";
import type { BoardStore } from "../shared/stores";
import { Icon } from "../shared/ui/Icon";
import { describe, drinkName } from "./choice";
import { Heading } from "./Heading";
import { languages } from "./languages";

/** Ready calls the customer to the counter: the whole page in one colour, with the number. */
export function Ready({ order, board }: { order: Order; board: BoardStore }) {
  const { ready: texts, watch } = languages.texts;
  return (
    <section class="call" role="alert">
      <Icon name="bell" />
      <Heading>{texts.title}</Heading>
      {order.number && (
        <p class="big-number">
          <span class="label">{watch.number}</span>
          <span class="number">{order.number}</span>
        </p>
      )}
      {order.choice && <p class="ordered">{describe(drinkName(board.menu.value, order.choice.drink), order.choice.modifiers)}</p>}
      <p>{order.remindedAt ? texts.reminder : texts.explanation}</p>
    </section>
  );
}
