import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { Button } from "../shared/ui/Button";
import type { EntryForm } from "./entry-form";
import { SaveBar } from "./SaveBar";
import * as texts from "./texts";

interface EntryCardProps<Name extends string, Resource> {
  form: EntryForm<Name, Resource>;
  texts: { title: string; help?: string; bar: { unsaved: string; saved: string; save: string }; loading: string; failed: string };
  /** Returns the fields, once there is something in them. */
  children(): ComponentChildren;
}

/** EntryCard is a card with an EntryForm. It moves the focus to the first fault that saving finds. */
export function EntryCard<Name extends string, Resource>({ form, texts: own, children }: EntryCardProps<Name, Resource>) {
  const title = useId();
  const element = useRef<HTMLElement>(null);
  useEffect(() => {
    if (form.attempts.value > 0) element.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }, [form.attempts.value]);
  const submit = (event: Event) => {
    event.preventDefault();
    void form.save();
  };
  return (
    <section class="card entries" aria-labelledby={title} ref={element}>
      <h2 id={title}>{own.title}</h2>
      {own.help && <p class="help">{own.help}</p>}
      {form.entries.value ? (
        <form onSubmit={submit} noValidate>
          <div class="fields">{children()}</div>
          <SaveBar form={form} texts={own.bar} />
        </form>
      ) : form.failed.value ? (
        <p class="missing">
          {own.failed} <Button onClick={() => void form.load()}>{texts.standing.retry}</Button>
        </p>
      ) : (
        <p class="help">{own.loading}</p>
      )}
    </section>
  );
}
