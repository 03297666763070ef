import { useRef } from "preact/hooks";
import { Button } from "../shared/ui/Button";
import type { Faults } from "./check";
import { type DraftDrink, type DraftModifier, move, newModifier } from "./draft";
import { Fault, Field } from "./Field";
import { useFocus } from "./focus";
import * as texts from "./texts";

interface ModifiersProps {
  drink: DraftDrink;
  faults: Faults;
  /** The drink's path in faults. */
  path: string;
  onChange(modifiers: DraftModifier[]): void;
}

/** Modifiers edits what customers may choose with a drink. */
export function Modifiers({ drink, faults, path, onChange }: ModifiersProps) {
  const element = useRef<HTMLFieldSetElement>(null);
  const { modifiers } = drink;
  const focus = useFocus(element);
  const add = () => {
    onChange([...modifiers, newModifier()]);
    focus(".modifier:last-of-type input");
  };
  const remove = (key: number) => {
    onChange(modifiers.filter((modifier) => modifier.key !== key));
    focus(".add-modifier");
  };
  return (
    <fieldset class="modifiers" ref={element}>
      <legend>{texts.modifiers.title}</legend>
      <p class="help">{texts.modifiers.explanation}</p>
      {modifiers.map((modifier, i) => (
        <ModifierEditor
          key={modifier.key}
          modifier={modifier}
          nameFault={faults[`${path}.modifiers[${i}].name`]}
          optionsFault={faults[`${path}.modifiers[${i}].options`]}
          place={{ first: i === 0, last: i === modifiers.length - 1 }}
          onChange={(part) => onChange(modifiers.map((other) => (other.key === modifier.key ? { ...other, ...part } : other)))}
          onMove={(by) => onChange(move(modifiers, modifier.key, by))}
          onRemove={() => remove(modifier.key)}
        />
      ))}
      {faults[`${path}.modifiers`] && <Fault text={faults[`${path}.modifiers`] ?? ""} />}
      <Button class="add-modifier" icon="plus" onClick={add}>
        {texts.modifiers.add}
      </Button>
    </fieldset>
  );
}

interface ModifierEditorProps {
  modifier: DraftModifier;
  nameFault: string | undefined;
  optionsFault: string | undefined;
  place: { first: boolean; last: boolean };
  onChange(part: Partial<DraftModifier>): void;
  onMove(by: number): void;
  onRemove(): void;
}

function ModifierEditor({ modifier, nameFault, optionsFault, place, onChange, onMove, onRemove }: ModifierEditorProps) {
  const name = modifier.name.trim() || texts.modifiers.unnamed;
  const lines = modifier.options.split("\n").length;
  return (
    <div class="modifier">
      <Field label={texts.modifiers.name} fault={nameFault}>
        {(attributes) => (
          <input {...attributes} type="text" autocomplete="off" value={modifier.name} placeholder={texts.modifiers.placeholder} onInput={(event) => onChange({ name: event.currentTarget.value })} />
        )}
      </Field>
      <Field label={texts.modifiers.options} fault={optionsFault}>
        {(attributes) => (
          <textarea {...attributes} rows={Math.min(8, Math.max(2, lines))} autocomplete="off" value={modifier.options} onInput={(event) => onChange({ options: event.currentTarget.value })} />
        )}
      </Field>
      <div class="moves">
        <Button look="quiet" icon="up" aria-label={texts.menu.up(name)} aria-disabled={place.first} onClick={() => !place.first && onMove(-1)} />
        <Button look="quiet" icon="down" aria-label={texts.menu.down(name)} aria-disabled={place.last} onClick={() => !place.last && onMove(1)} />
        <Button look="quiet" icon="close" aria-label={texts.modifiers.remove(name)} onClick={onRemove} />
      </div>
    </div>
  );
}
