import { useEffect, useRef, useState } from "preact/hooks";
import { Button } from "../shared/ui/Button";
import { State } from "../shared/ui/State";
import { move, newDrink } from "./draft";
import { DrinkEditor } from "./DrinkEditor";
import { Fault } from "./Field";
import { useFocus } from "./focus";
import type { Office } from "./office";
import * as texts from "./texts";

/** MenuEditor edits the menu, which is saved as a whole. */
export function MenuEditor({ office }: { office: Office }) {
  const form = office.menu;
  const element = useRef<HTMLElement>(null);
  const focus = useFocus(element);
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const draft = form.draft.value;
  const faults = form.faults.value;
  useEffect(() => {
    if (form.attempts.value === 0 || !draft) return;
    const wrong = draft.filter((_, i) => Object.keys(form.faults.peek()).some((path) => path.startsWith(`drinks[${i}]`)));
    setOpen((open) => new Set([...open, ...wrong.map((drink) => drink.key)]));
    focus("[aria-invalid]");
  }, [form.attempts.value]);
  if (!draft) return <State icon="cup" title={texts.loading} loading />;

  const toggle = (key: number) => setOpen((open) => new Set(open.has(key) ? [...open].filter((other) => other !== key) : [...open, key]));
  const add = () => {
    const drink = newDrink();
    form.edit((draft) => [...draft, drink]);
    toggle(drink.key);
    focus(`[data-drink="${drink.key}"] .details input`);
  };
  const shift = (key: number, by: number) => {
    form.edit((draft) => move(draft, key, by));
    const all = form.draft.peek() ?? [];
    const at = all.findIndex((drink) => drink.key === key);
    office.said.value = texts.menu.moved(all[at]?.name || texts.menu.unnamed, at + 1, all.length);
  };
  const remove = (key: number) => {
    const at = draft.findIndex((drink) => drink.key === key);
    const next = draft[at + 1] ?? draft[at - 1];
    form.edit((draft) => draft.filter((drink) => drink.key !== key));
    office.said.value = texts.menu.removed(draft[at]?.name || texts.menu.unnamed);
    focus(next ? `[data-drink="${next.key}"] .expand` : ".add");
  };
  return (
    <section class="card menu-editor" aria-labelledby="menu-title" ref={element}>
      <div class="head">
        <h2 id="menu-title">{texts.menu.title}</h2>
        <p class="help">{texts.menu.keys}</p>
      </div>
      {draft.length === 0 && <p class="help">{texts.menu.empty}</p>}
      <ol class="drinks-edited">
        {draft.map((drink, i) => (
          <DrinkEditor
            key={drink.key}
            form={form}
            drink={drink}
            faults={faults}
            path={`drinks[${i}]`}
            place={{ first: i === 0, last: i === draft.length - 1 }}
            open={open.has(drink.key)}
            onToggle={() => toggle(drink.key)}
            onMove={(by) => shift(drink.key, by)}
            onRemove={() => remove(drink.key)}
          />
        ))}
      </ol>
      {faults["drinks"] && <Fault text={faults["drinks"]} />}
      <Button class="add" icon="plus" onClick={add}>
        {texts.menu.add}
      </Button>
    </section>
  );
}
