import { useId } from "preact/hooks";
import { Button } from "../shared/ui/Button";
import type { Faults } from "./check";
import { type DraftDrink, optionsOf, rename } from "./draft";
import { Field } from "./Field";
import type { MenuForm } from "./menu-form";
import { Modifiers } from "./Modifiers";
import * as texts from "./texts";

interface DrinkEditorProps {
  form: MenuForm;
  drink: DraftDrink;
  faults: Faults;
  /** The drink's path in faults. */
  path: string;
  place: { first: boolean; last: boolean };
  open: boolean;
  onToggle(): void;
  onMove(by: number): void;
  onRemove(): void;
}

/** DrinkEditor is a drink of the menu: a line, and below it, if it is open, its fields. */
export function DrinkEditor(props: DrinkEditorProps) {
  const { drink, faults, path, open, onMove } = props;
  const details = useId();
  const wrong = Object.keys(faults).some((fault) => fault.startsWith(path));
  const press = (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    event.preventDefault();
    onMove(event.key === "ArrowUp" ? -1 : 1);
  };
  return (
    <li class={wrong ? "drink-edited wrong" : "drink-edited"} data-drink={drink.key} onKeyDown={press}>
      <Line {...props} details={details} />
      {open && (
        <div class="details" id={details}>
          <Details {...props} />
        </div>
      )}
    </li>
  );
}

function Line({ form, drink, place, open, onToggle, onMove, details }: DrinkEditorProps & { details: string }) {
  const name = drink.name.trim() || texts.menu.unnamed;
  const choices = drink.modifiers.filter((modifier) => modifier.name.trim()).map((modifier) => `${modifier.name}: ${optionsOf(modifier).join(", ")}`).join(" · ");
  return (
    <div class="line">
      <Button class="expand" look="quiet" icon="next" aria-expanded={open} aria-controls={open ? details : undefined} aria-label={texts.menu.edit(name)} onClick={onToggle} />
      <div class="what">
        <strong class={drink.available ? undefined : "gone"}>{name}</strong>
        <span>{choices || texts.menu.noModifiers}</span>
      </div>
      <label class="switch">
        <input
          type="checkbox"
          role="switch"
          checked={drink.available}
          aria-label={texts.menu.availability(name)}
          onChange={(event) => void form.setAvailable(drink.key, event.currentTarget.checked)}
        />
        <span aria-hidden="true">{drink.available ? texts.menu.available : texts.menu.soldOut}</span>
      </label>
      <div class="moves">
        <Button look="quiet" icon="up" aria-label={texts.menu.up(name)} aria-disabled={place.first} onClick={() => !place.first && onMove(-1)} />
        <Button look="quiet" icon="down" aria-label={texts.menu.down(name)} aria-disabled={place.last} onClick={() => !place.last && onMove(1)} />
      </div>
    </div>
  );
}

function Details({ form, drink, faults, path, onRemove }: DrinkEditorProps) {
  const change = (part: Partial<DraftDrink>) => form.edit((draft) => draft.map((other) => (other.key === drink.key ? { ...other, ...part } : other)));
  return (
    <>
      <div class="pair">
        <Field label={texts.menu.name} fault={faults[`${path}.name`]}>
          {(attributes) => (
            <input
              {...attributes}
              type="text"
              autocomplete="off"
              value={drink.name}
              onInput={(event) => {
                const { value } = event.currentTarget;
                form.edit((draft) => rename(draft, drink.key, value));
              }}
            />
          )}
        </Field>
        <Field label={texts.menu.id} fault={faults[`${path}.id`]} help={drink.isNew ? texts.menu.idHelp : texts.menu.idFixed}>
          {(attributes) => (
            <input
              {...attributes}
              type="text"
              autocomplete="off"
              autocapitalize="none"
              spellcheck={false}
              value={drink.id}
              readOnly={!drink.isNew}
              onInput={(event) => change({ id: event.currentTarget.value, ownId: true })}
            />
          )}
        </Field>
      </div>
      <Modifiers drink={drink} faults={faults} path={path} onChange={(modifiers) => change({ modifiers })} />
      <Button class="remove" look="quiet" icon="close" onClick={onRemove}>
        {texts.menu.remove}
      </Button>
    </>
  );
}
