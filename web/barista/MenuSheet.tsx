import { Button } from "../shared/ui/Button";
import { Dialog } from "../shared/ui/Dialog";
import { Icon } from "../shared/ui/Icon";
import { setAvailable } from "./actions";
import type { Desk } from "./state";
import * as texts from "./texts";

/** MenuSheet marks drinks as sold out, and as available again. */
export function MenuSheet({ desk, close }: { desk: Desk; close: () => void }) {
  const drinks = desk.menu.value?.drinks ?? [];
  const { title, none, available, soldOut, setAvailable: back, setSoldOut: out } = texts.menu;
  return (
    <Dialog title={title} actions={<Button onClick={close}>{texts.close}</Button>} onClose={close}>
      {drinks.length === 0 && <p>{none}</p>}
      <ul class="drinks">
        {drinks.map((drink) => (
          <li key={drink.id} class={drink.available ? "available" : "sold-out"}>
            <strong>{drink.name}</strong>
            <span class="standing">
              <Icon name={drink.available ? "check" : "close"} />
              {drink.available ? available : soldOut}
            </span>
            <Button
              busy={desk.pending.value.has(drink.id)}
              aria-label={`${drink.available ? out : back}: ${drink.name}`}
              onClick={() => void setAvailable(desk, drink.id, !drink.available)}
            >
              {drink.available ? out : back}
            </Button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
