import { useEffect, useRef } from "preact/hooks";
import { Button } from "../shared/ui/Button";
import { Field } from "./Field";
import { days, type HoursForm } from "./hours";
import { SaveBar } from "./SaveBar";
import * as texts from "./texts";

/** HoursEditor edits the opening hours: a line for each day of the week, and one for each date with other hours. */
export function HoursEditor({ form }: { form: HoursForm }) {
  const element = useRef<HTMLElement>(null);
  useEffect(() => {
    if (form.attempts.value > 0) element.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }, [form.attempts.value]);
  return (
    <section class="card limits" aria-labelledby="hours-title" ref={element}>
      <h2 id="hours-title">{texts.hours.title}</h2>
      <p class="help">{texts.hours.help}</p>
      {form.entries.value ? <Fields form={form} /> : <Missing form={form} />}
    </section>
  );
}

function Fields({ form }: { form: HoursForm }) {
  const submit = (event: Event) => {
    event.preventDefault();
    void form.save();
  };
  return (
    <form onSubmit={submit} noValidate>
      <div class="fields">
        {days.map((day) => (
          <Field key={day} label={texts.hours.days[day]} fault={form.faults.value[day]}>
            {(attributes) => (
              <input
                {...attributes}
                type="text"
                autocomplete="off"
                placeholder={texts.hours.closed}
                value={form.entries.value?.[day] ?? ""}
                onInput={(event) => form.set(day, event.currentTarget.value)}
              />
            )}
          </Field>
        ))}
        <Field label={texts.hours.exceptions.label} help={texts.hours.exceptions.help} fault={form.faults.value.exceptions}>
          {(attributes) => (
            <textarea
              {...attributes}
              rows={3}
              value={form.entries.value?.exceptions ?? ""}
              onInput={(event) => form.set("exceptions", event.currentTarget.value)}
            />
          )}
        </Field>
      </div>
      <SaveBar form={form} texts={texts.hours.bar} />
    </form>
  );
}

function Missing({ form }: { form: HoursForm }) {
  if (!form.failed.value) return <p class="help">{texts.hours.loading}</p>;
  return (
    <p class="missing">
      {texts.hours.failed} <Button onClick={() => void form.load()}>{texts.limits.retry}</Button>
    </p>
  );
}
