import { useState } from "preact/hooks";
import { Button } from "../shared/ui/Button";
import { Dialog } from "../shared/ui/Dialog";
import { cancelOrder } from "./actions";
import type { Desk } from "./state";
import { canCancel } from "./steps";
import * as texts from "./texts";

const own = "own";

/** CancelSheet asks for the reason that the customer reads, and cancels the order. */
export function CancelSheet({ desk, orderId, close }: { desk: Desk; orderId: string; close: () => void }) {
  const { presets, confirm, keep, legend, title } = texts.cancel;
  const [chosen, choose] = useState<string>(presets[0] ?? own);
  const [words, setWords] = useState("");
  const order = desk.order(orderId);
  const reason = (chosen === own ? words : chosen).trim();
  const submit = () => {
    if (!order || !reason) return;
    close();
    void cancelOrder(desk, order, reason);
  };
  const actions = (
    <>
      <Button autoFocus onClick={close}>{keep}</Button>
      <Button look="danger" icon="close" disabled={!reason} onClick={submit}>{confirm}</Button>
    </>
  );
  if (!order || !canCancel(order)) {
    return <Dialog title={texts.order.gone} actions={<Button onClick={close}>{texts.close}</Button>} onClose={close} />;
  }
  return (
    <Dialog title={title(order.number)} actions={actions} onClose={close}>
      <fieldset class="options">
        <legend>{legend}</legend>
        {[...presets, own].map((value) => (
          <label key={value} class="option">
            <input type="radio" name="reason" checked={chosen === value} onChange={() => choose(value)} />
            {value === own ? texts.cancel.own : value}
          </label>
        ))}
      </fieldset>
      {chosen === own && <OwnReason words={words} change={setWords} />}
    </Dialog>
  );
}

function OwnReason({ words, change }: { words: string; change: (words: string) => void }) {
  return (
    <label class="field">
      {texts.cancel.ownLabel}
      <textarea rows={2} maxLength={200} value={words} onInput={(event) => change(event.currentTarget.value)} />
    </label>
  );
}
