import { useState } from "preact/hooks";
import type { Choice, Drink } from "../shared/contract";
import { isCode } from "../shared/http";
import { newKey } from "../shared/order-storage";
import { Button } from "../shared/ui/Button";
import { Dialog } from "../shared/ui/Dialog";
import { Icon } from "../shared/ui/Icon";
import { explain, takeByHand } from "./actions";
import type { Desk } from "./state";
import * as texts from "./texts";

const { counterOrder: words } = texts;

/** CounterOrder takes an order by hand. Its key makes pressing twice harmless. */
export function CounterOrder({ desk, close }: { desk: Desk; close: () => void }) {
  const [key] = useState(newKey);
  const [choice, choose] = useState<Choice>();
  const [sending, setSending] = useState(false);
  const [failure, setFailure] = useState("");
  const drinks = desk.menu.value?.drinks ?? [];
  const drink = drinks.find((drink) => drink.id === choice?.drink);
  const name = choice && drink ? describe(drink, choice) : "";
  const submit = async () => {
    if (!choice) return;
    setSending(true);
    try {
      await order(desk, choice, key, name);
      close();
    } catch (error) {
      setFailure(isCode(error, "idempotency_reused") ? words.reused : explain(name, error));
    }
    setSending(false);
  };
  const actions = (
    <>
      <Button onClick={close}>{texts.back}</Button>
      <Button look="primary" disabled={!drink?.available} busy={sending} onClick={() => void submit()}>
        {drink ? words.submit(name) : words.choose}
      </Button>
    </>
  );
  return (
    <Dialog title={words.title} actions={actions} onClose={close}>
      <Drinks drinks={drinks} chosen={choice?.drink} choose={(drink) => choose(firstOptions(drink))} />
      {drink && choice && <Modifiers drink={drink} choice={choice} choose={choose} />}
      <div aria-live="polite">
        {failure && (
          <p class="message bad">
            <Icon name="warning" />
            <span class="text">{failure}</span>
          </p>
        )}
      </div>
    </Dialog>
  );
}

async function order(desk: Desk, choice: Choice, key: string, name: string): Promise<void> {
  const taken = await takeByHand(desk, choice, key);
  desk.notice.value = { kind: "info", text: words.sent(name) };
  desk.await(taken.orderId, name);
}

function firstOptions(drink: Drink): Choice {
  const modifiers = Object.fromEntries((drink.modifiers ?? []).map(({ name, options }) => [name, options[0] ?? ""]));
  return { drink: drink.id, modifiers };
}

function describe(drink: Drink, choice: Choice): string {
  return [drink.name, ...(drink.modifiers ?? []).map(({ name }) => choice.modifiers?.[name])].filter(Boolean).join(", ");
}

function Drinks({ drinks, chosen, choose }: { drinks: Drink[]; chosen: string | undefined; choose: (drink: Drink) => void }) {
  return (
    <fieldset class="tiles">
      <legend>{words.drink}</legend>
      {drinks.length === 0 && <p>{texts.menu.none}</p>}
      {drinks.map((drink) => (
        <label key={drink.id} class="tile">
          <input type="radio" name="drink" checked={drink.id === chosen} disabled={!drink.available} onChange={() => choose(drink)} />
          {drink.name}
          {!drink.available && <span class="tag">{texts.menu.soldOut}</span>}
        </label>
      ))}
    </fieldset>
  );
}

function Modifiers({ drink, choice, choose }: { drink: Drink; choice: Choice; choose: (choice: Choice) => void }) {
  const set = (name: string, option: string) => choose({ ...choice, modifiers: { ...choice.modifiers, [name]: option } });
  return (
    <>
      {(drink.modifiers ?? []).map(({ name, options }) => (
        <fieldset key={`${drink.id} ${name}`} class="tiles">
          <legend>{name}</legend>
          {options.map((option) => (
            <label key={option} class="tile">
              <input type="radio" name={name} checked={choice.modifiers?.[name] === option} onChange={() => set(name, option)} />
              {option}
            </label>
          ))}
        </fieldset>
      ))}
    </>
  );
}
