import type { Drink, Menu, Modifier } from "../shared/contract";
import { Icon } from "../shared/ui/Icon";
import type { Picked } from "./choice";

/** DrinksTexts are the texts beside what the menu says. */
export interface DrinksTexts {
  menu: string;
  soldOut: string;
  noPreference: string;
}

interface DrinksProps {
  texts: DrinksTexts;
  menu: Menu;
  picked: Picked | undefined;
  onPick(drink: Drink): void;
  onOption(modifier: string, option: string): void;
}

/** Drinks is the menu to choose from; the options of the chosen drink open below it. */
export function Drinks({ texts, menu, picked, onPick, onOption }: DrinksProps) {
  return (
    <fieldset class="drinks">
      <legend class="visually-hidden">{texts.menu}</legend>
      {menu.drinks.map((drink) => {
        const chosen = picked?.drink === drink.id;
        return (
          <div key={drink.id} class={chosen ? "drink chosen" : "drink"}>
            <DrinkRow texts={texts} drink={drink} chosen={chosen} onPick={onPick} />
            {chosen &&
              drink.modifiers?.map((modifier) => (
                <Options key={modifier.name} texts={texts} modifier={modifier} picked={picked?.options[modifier.name] ?? ""} onOption={onOption} />
              ))}
          </div>
        );
      })}
    </fieldset>
  );
}

function DrinkRow({ texts, drink, chosen, onPick }: { texts: DrinksTexts; drink: Drink; chosen: boolean; onPick(drink: Drink): void }) {
  return (
    <label class={drink.available ? "row" : "row gone"}>
      <input type="radio" name="drink" value={drink.id} checked={chosen} disabled={!drink.available && !chosen} onChange={() => onPick(drink)} />
      <span class="mark">
        <Icon name="check" />
      </span>
      <span class="name">{drink.name}</span>
      {!drink.available && <span class="tag">{texts.soldOut}</span>}
    </label>
  );
}

interface OptionsProps {
  texts: DrinksTexts;
  modifier: Modifier;
  picked: string;
  onOption(modifier: string, option: string): void;
}

/** Options offers the options of a modifier, and to leave it to the barista. */
function Options({ texts, modifier, picked, onOption }: OptionsProps) {
  return (
    <fieldset class="options">
      <legend>{modifier.name}</legend>
      {["", ...modifier.options].map((option) => (
        <label key={option} class={option ? "chip" : "chip usual"}>
          <input type="radio" name={`option ${modifier.name}`} value={option} checked={picked === option} onChange={() => onOption(modifier.name, option)} />
          <span>{option || texts.noPreference}</span>
        </label>
      ))}
    </fieldset>
  );
}
