import { soundOn, switchSound } from "../shared/attention";
import { badgeTexts } from "../shared/staff";
import { Badge } from "../shared/ui/Badge";
import { Button } from "../shared/ui/Button";
import { Icon } from "../shared/ui/Icon";
import type { Sheet } from "./sheets";
import type { Desk } from "./state";
import * as texts from "./texts";

/** Header has the shop's state, the connection's, and what concerns the whole shop. */
export function Header({ desk }: { desk: Desk }) {
  const show = (sheet: Sheet) => () => {
    desk.sheet.value = sheet;
  };
  const open = desk.board.data.value?.open;
  const on = soundOn.value;
  const { counter, drinks, soundOn: chimeOn, soundOff, keys, closeShop, openShop, account } = texts.header;
  return (
    <header class="top">
      <h1>{texts.title}</h1>
      <ShopState desk={desk} />
      {desk.refused.value ? <NotUpdating /> : <Badge live={desk.live} texts={badgeTexts} />}
      <span class="spring" />
      <Button icon="plus" onClick={show({ kind: "counter" })}>{counter}</Button>
      <Button icon="cup" onClick={show({ kind: "menu" })}>{drinks}</Button>
      <Button icon={on ? "sound-on" : "sound-off"} aria-pressed={on} onClick={() => void switchSound(!on)}>
        {on ? chimeOn : soundOff}
      </Button>
      {open !== undefined && (
        <Button icon={open ? "lock" : "sun"} busy={desk.pending.value.has("shop")} onClick={show({ kind: "shop", open: !open })}>
          {open ? closeShop : openShop}
        </Button>
      )}
      <Button look="quiet" icon="keyboard" aria-label={keys} title={keys} onClick={show({ kind: "keys" })} />
      <Button look="quiet" icon="person" aria-label={account(desk.me.value)} title={desk.me.value} onClick={show({ kind: "account" })} />
    </header>
  );
}

function ShopState({ desk }: { desk: Desk }) {
  const board = desk.board.data.value;
  if (!board) return null;
  return (
    <p class={board.open ? "shop open" : "shop closed"} role="status">
      <Icon name={board.open ? "sun" : "lock"} />
      <strong>{board.open ? texts.header.open : texts.header.closed}</strong>
      {board.open && <span class="wait">{texts.header.wait(board.estimatedWaitSeconds)}</span>}
    </p>
  );
}

function NotUpdating() {
  return (
    <span class="badge offline" role="status">
      <Icon name="wifi-off" />
      {texts.header.refused}
    </span>
  );
}
