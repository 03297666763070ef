import { useId } from "preact/hooks";
import { EntryCard } from "./EntryCard";
import { Field } from "./Field";
import { bounds, type LimitName, type LimitsForm, names, timeZones } from "./limits";
import * as texts from "./texts";

/** LimitsEditor edits the limits of the queue and of the QR codes, and the time zone. */
export function LimitsEditor({ form }: { form: LimitsForm }) {
  return (
    <EntryCard form={form} texts={texts.limits}>
      {() => (
        <>
          {names.map((name) => (
            <Limit key={name} form={form} name={name} />
          ))}
          <TimeZone form={form} />
        </>
      )}
    </EntryCard>
  );
}

function Limit({ form, name }: { form: LimitsForm; name: LimitName }) {
  const { label, unit, help } = texts.limits.fields[name];
  const { min, max } = bounds[name];
  const value = form.entries.value?.[name] ?? "";
  const readable = unit === "seconds" ? texts.duration(Number(value)) : "";
  return (
    <Field
      label={label}
      fault={form.faults.value[name]}
      help={`${help} ${texts.limits.range(min, max, unit)}.`}
      after={
        <span class="unit">
          {unit} {readable}
        </span>
      }
    >
      {(attributes) => (
        <input
          {...attributes}
          type="text"
          inputMode="numeric"
          autocomplete="off"
          class="number"
          value={value}
          onInput={(event) => form.set(name, event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

function TimeZone({ form }: { form: LimitsForm }) {
  const { label, help } = texts.limits.timeZone;
  const all = useId();
  return (
    <Field label={label} help={help} fault={form.faults.value["timeZone"]}>
      {(attributes) => (
        <>
          <input
            {...attributes}
            type="text"
            list={all}
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            value={form.entries.value?.timeZone ?? ""}
            onInput={(event) => form.set("timeZone", event.currentTarget.value)}
          />
          <datalist id={all}>
            {timeZones().map((name) => (
              <option key={name} value={name} />
            ))}
          </datalist>
        </>
      )}
    </Field>
  );
}
