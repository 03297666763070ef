import { Button } from "../shared/ui/Button";
import { allDay, drinkName } from "./drinks";
import type { Desk } from "./state";
import * as texts from "./texts";

/** AllDay counts the drinks to make, and shows only one of them on demand. */
export function AllDay({ desk }: { desk: Desk }) {
  const filter = desk.filter.value;
  const counts = allDay(desk.menu.value, desk.queue.data.value?.orders ?? []);
  if (filter && !counts.some((row) => row.drink === filter)) {
    counts.push({ drink: filter, name: drinkName(desk.menu.value, filter), count: 0 });
  }
  const total = counts.reduce((sum, row) => sum + row.count, 0);
  return (
    <div class="all-day" role="group" aria-label={texts.allDay.label}>
      {counts.length === 0 && <p>{texts.allDay.none}</p>}
      {counts.length > 0 && (
        <Button aria-pressed={!filter} onClick={() => (desk.filter.value = undefined)}>
          {texts.allDay.all} <span class="number">{total}</span>
        </Button>
      )}
      {counts.map(({ drink, name, count }) => (
        <Button key={drink} aria-pressed={filter === drink} onClick={() => (desk.filter.value = filter === drink ? undefined : drink)}>
          {name} <span class="number">{count}</span>
        </Button>
      ))}
    </div>
  );
}
