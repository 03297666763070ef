import { useEffect } from "preact/hooks";
import type { Day } from "../shared/contract";
import { wakeOnEvents } from "../shared/environment";
import { Button } from "../shared/ui/Button";
import { State } from "../shared/ui/State";
import type { DayForm } from "./day";
import { Bars } from "./Bars";
import { hoursOf, labelOf, shiftDate } from "./day-quarters";
import { Drinks, Outcomes, Waits } from "./DayTables";
import * as texts from "./day-texts";

/** DayView shows the numbers of a day. */
export function DayView({ form }: { form: DayForm }) {
  useEffect(() => {
    void form.load();
    return wakeOnEvents(() => void form.load());
  }, []);
  const day = form.numbers.value;
  return (
    <section class="day" aria-labelledby="day-title" aria-busy={form.loading.value}>
      <Choose form={form} />
      {form.failed.value && <Failed form={form} reason={form.failed.value} />}
      {!day && form.loading.value && <State icon="clock" title={texts.loading} loading />}
      {day && <Numbers day={day} />}
      {day && <p class="help">{texts.note(day.timeZone, hoursOf(day))}</p>}
    </section>
  );
}

function Choose({ form }: { form: DayForm }) {
  const day = form.numbers.value;
  const date = form.date.value || day?.date || "";
  const move = (by: number) => void form.choose(shiftDate(date, by));
  const isFirst = !day || date <= day.first;
  const isLast = !day || date >= day.today;
  return (
    <div class="choose-day">
      <h2 id="day-title">{texts.title}</h2>
      <Button look="quiet" icon="next" class="back" aria-label={texts.earlier} aria-disabled={isFirst} onClick={() => !isFirst && move(-1)} />
      <label class="field">
        <span class="visually-hidden">{texts.date}</span>
        <input type="date" value={date} min={day?.first} max={day?.today} onChange={(event) => void form.choose(event.currentTarget.value)} />
      </label>
      <Button look="quiet" icon="next" aria-label={texts.later} aria-disabled={isLast} onClick={() => !isLast && move(1)} />
      <span class="spring" />
      <Button busy={form.loading.value} onClick={() => void form.load()}>
        {texts.refresh}
      </Button>
      <Button icon="down" busy={form.saving.value} aria-disabled={!day} onClick={() => void form.download()}>
        {texts.download}
      </Button>
    </div>
  );
}

function Failed({ form, reason }: { form: DayForm; reason: string }) {
  const actions = (
    <>
      <Button look="primary" onClick={() => void form.load()}>
        {texts.retry}
      </Button>
      {form.date.value && <Button onClick={() => void form.choose("")}>{texts.today}</Button>}
    </>
  );
  return (
    <div role="alert">
      <State icon="warning" title={texts.failed} actions={<div class="actions">{actions}</div>}>
        {reason}
      </State>
    </div>
  );
}

function Numbers({ day }: { day: Day }) {
  if (day.orders === 0) {
    return (
      <State icon="cup" title={texts.empty.title}>
        {texts.empty.text}
      </State>
    );
  }
  const { placedToReady } = day.waits;
  const [busiest] = day.busiest;
  return (
    <>
      <dl class="large">
        <Large label={texts.large.orders} value={String(day.orders)} more={day.byHand > 0 ? texts.large.byHand(day.byHand) : undefined} />
        <Large label={texts.large.made} value={String(day.made)} />
        <Large label={texts.large.wait} value={placedToReady.orders > 0 ? texts.duration(placedToReady.p50) : "–"} />
        {busiest && <Large label={texts.large.busiest} value={labelOf(busiest.from, day)} more={texts.large.busiestOrders(busiest.orders)} />}
      </dl>
      <Bars day={day} />
      <div class="tables">
        <Outcomes day={day} />
        <Waits day={day} />
        <Drinks day={day} />
      </div>
    </>
  );
}

function Large({ label, value, more }: { label: string; value: string; more?: string | undefined }) {
  return (
    <div class="card">
      <dt>{label}</dt>
      <dd>
        <strong>{value}</strong>
        {more && <span>{more}</span>}
      </dd>
    </div>
  );
}
