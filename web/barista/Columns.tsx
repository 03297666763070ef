import { useLayoutEffect } from "preact/hooks";
import { State } from "../shared/ui/State";
import { Card } from "./Card";
import type { Focus } from "./focus";
import type { Lane, Slot } from "./lane";
import { type Desk, columnStates } from "./state";
import * as texts from "./texts";

/** Columns are the orders by state. A card that moves keeps the focus. */
export function Columns({ desk, focus }: { desk: Desk; focus: Focus }) {
  const columns = columnStates.map((state) => ({ state, slots: desk.lanes[state].slots.value }));
  useLayoutEffect(() => {
    if (!desk.sheet.value) focus.keep();
  });
  return (
    <div class="columns">
      {columns.map(({ state, slots }) => (
        <Column key={state} desk={desk} state={state} slots={slots} />
      ))}
    </div>
  );
}

function Column({ desk, state, slots }: { desk: Desk; state: texts.ColumnState; slots: Slot[] }) {
  const count = slots.filter((slot) => slot.leftAt === undefined).length;
  const open = desk.board.data.value?.open ?? true;
  return (
    <section class={`column ${state.toLowerCase()}`} data-lane={state} aria-labelledby={`column-${state}`}>
      <h2 id={`column-${state}`} tabIndex={-1}>
        {texts.columns[state]} <span class="number">{count}</span>
      </h2>
      <ol class="cards" {...pointerEvents(desk.lanes[state])}>
        {slots.map(({ order, leftAt }) => (
          <Card key={order.orderId} desk={desk} order={order} gone={leftAt !== undefined} />
        ))}
      </ol>
      {slots.length === 0 && <State icon="cup" title={texts.emptyText(state, open, desk.filter.value !== undefined)} />}
    </section>
  );
}

function pointerEvents(lane: Lane) {
  const end = (event: PointerEvent) => lane.release(event.pointerType !== "mouse");
  return { onPointerMove: () => lane.hold(), onPointerDown: () => lane.hold(), onPointerLeave: end, onPointerCancel: end };
}
