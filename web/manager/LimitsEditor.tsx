import { useEffect, useRef } from "preact/hooks";
import { Button } from "../shared/ui/Button";
import { Field } from "./Field";
import { bounds, type LimitName, names } from "./limits";
import type { LimitsForm } from "./limits-form";
import { SaveBar } from "./SaveBar";
import * as texts from "./texts";

/** LimitsEditor edits the limits of the queue and of the QR codes. */
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

function Missing({ form }: { form: LimitsForm }) {
  if (!form.failed.value) return <p class="help">{texts.limits.loading}</p>;
  return (
    <p class="missing">
      {texts.limits.failed}{" "}
      <Button onClick={() => void form.load()}>{texts.limits.retry}</Button>
    </p>
  );
}
