import { useState } from "preact/hooks";
import { unlockSound } from "../shared/attention";
import type { Menu, Order } from "../shared/contract";
import { remaining } from "../shared/ui/Countdown";
import { Button } from "../shared/ui/Button";
import { Icon } from "../shared/ui/Icon";
import { CancelButton } from "./CancelButton";
import { describe, dropGone, pick, type Picked, pickOption, review } from "./choice";
import { Drinks } from "./Drinks";
import { Heading } from "./Heading";
import { languages } from "./languages";
import type { OrderProps } from "./OrderScreen";
import { TimeLeft } from "./TimeLeft";

/** Choose offers the menu until the customer has ordered. */
export function Choose(props: OrderProps & { order: Order }) {
  const { board, order } = props;
  const texts = languages.texts.choose;
  const [picked, setPicked] = useState<Picked>();
  const menu = board.menu.value;
  return (
    <>
      <Heading>{texts.title}</Heading>
      {order.placeBy && <TimeLeft until={order.placeBy} />}
      {board.data.value?.open === false && <p class="hint">{texts.closing}</p>}
      {menu ? (
        <Drinks
          texts={{ ...texts, menu: languages.texts.scan.menu }}
          menu={menu}
          picked={picked}
          onPick={(drink) => setPicked((before) => pick(drink, before))}
          onOption={(modifier, option) => setPicked((before) => before && pickOption(before, modifier, option))}
        />
      ) : (
        <p aria-busy="true">{languages.texts.mount.loading}</p>
      )}
      <CancelButton {...props} label={texts.giveUp} />
      {menu && <OrderBar {...props} menu={menu} picked={picked} setPicked={setPicked} />}
    </>
  );
}

interface OrderBarProps extends OrderProps {
  order: Order;
  menu: Menu;
  picked: Picked | undefined;
  setPicked(picked: Picked): void;
}

/** OrderBar sticks to the bottom, with the button that orders what is picked. */
function OrderBar({ visit, store, order, menu, picked, setPicked }: OrderBarProps) {
  const texts = languages.texts.choose;
  const reviewed = picked && review(menu, picked);
  const trouble = reviewed?.trouble;
  const late = order.placeBy !== undefined && remaining(order.placeBy) === 0;
  const place = () => {
    if (!reviewed) return;
    void unlockSound();
    void visit.place(store, reviewed.choice);
  };
  return (
    <div class="order-bar">
      <div role="alert">
        {picked && trouble && (
          <p class="trouble">
            <Icon name="warning" />
            <span>{trouble.kind === "drink" ? texts.drinkGone(picked.name) : texts.optionGone(trouble.option)}</span>
          </p>
        )}
      </div>
      {picked && trouble?.kind === "option" ? (
        <Button look="primary" wide onClick={() => setPicked(dropGone(menu, picked))}>
          {texts.dropOption(trouble.option)}
        </Button>
      ) : (
        <Button look="primary" wide busy={visit.busy.value} disabled={!picked || !!trouble || late || order.state === "REQUESTED"} onClick={place}>
          {labelOf(order, picked, trouble !== undefined, late)}
        </Button>
      )}
    </div>
  );
}

function labelOf(order: Order, picked: Picked | undefined, gone: boolean, late: boolean): string {
  const texts = languages.texts.choose;
  if (late) return texts.timeUp;
  if (!picked) return texts.pickFirst;
  if (gone) return texts.unavailable(picked.name);
  if (order.state === "REQUESTED") return texts.preparing;
  return texts.order(describe(picked.name, picked.options));
}
