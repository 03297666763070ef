import { useEffect, useId, useRef } from "preact/hooks";
import { Button } from "../shared/ui/Button";
import { Field } from "./Field";
import { bounds, type LimitName, type LimitsForm, names, timeZones } from "./limits";
import { SaveBar } from "./SaveBar";
import * as texts from "./texts";

/** LimitsEditor edits the limits of the queue and of the QR codes, and the time zone. */
export function LimitsEditor({ form }: { form: LimitsForm }) {
  const element = useRef<HTMLElement>(null);
  useEffect(() => {
    if (form.attempts.value > 0) element.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }, [form.attempts.value]);
  return (
    <section class="card limits" aria-labelledby="limits-title" ref={element}>
      <h2 id="limits-title">{texts.limits.title}</h2>
      {form.entries.value ? <Fields form={form} /> : <Missing form={form} />}
    </section>
  );
}

function Fields({ form }: { form: LimitsForm }) {
  const submit = (event: Event) => {
    event.preventDefault();
    void form.save();
  };
  return (
    <form onSubmit={submit} noValidate>
      <div class="fields">
        {names.map((name) => (
          <Limit key={name} form={form} name={name} />
        ))}
        <TimeZone form={form} />
      </div>
      <SaveBar form={form} texts={texts.limits.bar} />
    </form>
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

function Missing({ form }: { form: LimitsForm }) {
  if (!form.failed.value) return <p class="help">{texts.limits.loading}</p>;
  return (
    <p class="missing">
      {texts.limits.failed}{" "}
      <Button onClick={() => void form.load()}>{texts.limits.retry}</Button>
    </p>
  );
}
