import { EntryCard } from "./EntryCard";
import { Field } from "./Field";
import { days, type HoursForm } from "./hours";
import * as texts from "./texts";

/** HoursEditor edits the opening hours: a line for each day of the week, and one for each date with other hours. */
export function HoursEditor({ form }: { form: HoursForm }) {
  return (
    <EntryCard form={form} texts={texts.hours}>
      {() => (
        <>
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
        </>
      )}
    </EntryCard>
  );
}
