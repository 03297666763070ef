import { useRef } from "preact/hooks";
import { soundOn, switchSound } from "../shared/attention";
import { clock } from "../shared/clock";
import type { LiveBoard, Order } from "../shared/contract";
import { Button } from "../shared/ui/Button";
import { Icon, type IconName } from "../shared/ui/Icon";
import { Stages } from "../shared/ui/Stages";
import { CancelButton } from "./CancelButton";
import { describe, drinkName } from "./choice";
import { Heading } from "./Heading";
import { languages } from "./languages";
import type { OrderProps } from "./OrderScreen";
import { ahead, enteredAt, Estimate, isCancellable, line, type LineStep, progressOf } from "./progress";

/** Watch shows a placed order until it is ready. */
export function Watch(props: OrderProps & { order: Order }) {
  const { order, board } = props;
  const texts = languages.texts.watch;
  const step = line.find((state) => state === order.state) ?? "PLACED";
  return (
    <section class="watch">
      <NumberCard order={order} />
      <Heading>
        <span role="status">{texts[step].title}</span>
      </Heading>
      {board.data.value && <Wait order={order} board={board.data.value} />}
      <Progress order={order} />
      {order.choice && (
        <p class="ordered">
          <Icon name="cup" />
          {describe(drinkName(board.menu.value, order.choice.drink), order.choice.modifiers)}
        </p>
      )}
      <p class="soft">{texts.stay}</p>
      <div class="actions">
        <Button look="quiet" icon={soundOn.value ? "sound-on" : "sound-off"} aria-pressed={soundOn.value} onClick={() => void switchSound(!soundOn.value)}>
          {texts.sound}
        </Button>
        {isCancellable(order.state) && <CancelButton {...props} label={texts.cancel} />}
      </div>
    </section>
  );
}

function NumberCard({ order }: { order: Order }) {
  const texts = languages.texts.watch;
  return (
    <p class="big-number">
      <span class="label">{order.number ? texts.number : texts.numberSoon}</span>
      <span class={order.number ? "number" : "number pending"}>{order.number ?? <Icon name="cup" />}</span>
    </p>
  );
}

/** Wait tells how many orders are ahead and how long it will take. */
function Wait({ order, board }: { order: Order; board: LiveBoard }) {
  const texts = languages.texts.watch;
  const estimate = useRef<Estimate>(undefined);
  if (order.state === "MAKING") return <p class="wait">{texts.making}</p>;
  const estimates = (estimate.current ??= new Estimate());
  const before = ahead(order, board);
  const since = enteredAt(order, "QUEUED") ?? enteredAt(order, "PLACED");
  const waited = since ? (clock.second.value - Date.parse(since)) / 1000 : 0;
  const left = estimates.seconds(before, board.estimatedWaitSeconds, waited);
  return (
    <p class="wait">
      <strong role="status">{texts.ahead(before)}</strong>
      <span>{left === 0 && waited > 60 ? texts.late : left < 45 ? texts.soon : texts.wait(Math.ceil(left / 60))}</span>
    </p>
  );
}

const icons: Record<LineStep["state"], IconName> = { PLACED: "receipt", QUEUED: "clock", MAKING: "steam", READY: "bell", COLLECTED: "hand" };

/** Progress is the line of five stages with their times. */
export function Progress({ order }: { order: Order }) {
  const { watch: texts, clock: format } = languages.texts;
  const steps = progressOf(order).map(({ state, progress, at }) => ({
    name: texts[state].name,
    icon: icons[state],
    state: progress,
    ...(at && { time: format(at) }),
  }));
  return <Stages steps={steps} label={texts.stages} />;
}
