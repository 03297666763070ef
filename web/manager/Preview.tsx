import { useState } from "preact/hooks";
import type { Menu } from "../shared/contract";
import { Icon } from "../shared/ui/Icon";
import { type Picked, pick, pickOption } from "../customer/choice";
import { Drinks } from "../customer/Drinks";
import customer from "../customer/languages/en";
import { menuOf } from "./draft";
import type { Office } from "./office";
import * as texts from "./texts";

/** Preview shows the menu as customers see it, with the changes that are not saved yet. */
export function Preview({ office }: { office: Office }) {
  const draft = office.menu.draft.value;
  const [picked, setPicked] = useState<Picked>();
  if (!draft) return null;
  const menu: Menu = { drinks: menuOf(draft).drinks.filter((drink) => drink.name && drink.id) };
  return (
    <section class="card preview" aria-labelledby="preview-title">
      <div class="head">
        <h2 id="preview-title">{texts.preview.title}</h2>
        {office.menu.isDirty.value && <p class="help">{texts.preview.unsaved}</p>}
      </div>
      {office.board.value?.open === false && (
        <p class="closed-note">
          <Icon name="lock" />
          <span>{texts.preview.closed}</span>
        </p>
      )}
      <div class="phone">
        <h3>{customer.choose.title}</h3>
        {menu.drinks.length === 0 && <p class="help">{texts.preview.empty}</p>}
        <Drinks
          texts={{ ...customer.choose, menu: customer.scan.menu }}
          menu={menu}
          picked={picked}
          onPick={(drink) => setPicked((before) => pick(drink, before))}
          onOption={(modifier, option) => setPicked((before) => before && pickOption(before, modifier, option))}
        />
      </div>
    </section>
  );
}
