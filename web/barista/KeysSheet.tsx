import { Button } from "../shared/ui/Button";
import { Dialog } from "../shared/ui/Dialog";
import { commands } from "./keys";
import type { Desk } from "./state";
import * as texts from "./texts";

/** KeysSheet lists the keys, and switches single keys off for those whom they disturb. */
export function KeysSheet({ desk, close }: { desk: Desk; close: () => void }) {
  const { keys } = texts;
  const rows: [string, string][] = [
    [keys.digits, keys.digitsText],
    [keys.enter, keys.enterText],
    [keys.arrows, keys.arrowsText],
    [keys.escape, keys.escapeText],
    ...Object.keys(commands).map((key): [string, string] => [key, keys.commands[key] ?? ""]),
  ];
  return (
    <Dialog title={keys.title} actions={<Button autoFocus onClick={close}>{texts.close}</Button>} onClose={close}>
      <dl class="keys">
        {rows.map(([key, text]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <label class="option">
        <input type="checkbox" checked={desk.keysOn.value} onChange={(event) => (desk.keysOn.value = event.currentTarget.checked)} />
        {keys.use}
      </label>
    </Dialog>
  );
}
