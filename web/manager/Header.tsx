import { useState } from "preact/hooks";
import type { LiveBoard } from "../shared/contract";
import { badgeTexts } from "../shared/staff";
import { whenText } from "../shared/switch";
import { Badge } from "../shared/ui/Badge";
import { Button } from "../shared/ui/Button";
import { Dialog } from "../shared/ui/Dialog";
import { Icon } from "../shared/ui/Icon";
import type { Office } from "./office";
import * as texts from "./texts";

/** Header has the connection, the account, and opens and closes the shop. */
export function Header({ office }: { office: Office }) {
  const state = office.signIn.state.value;
  return (
    <header class="top">
      <h1>
        <Icon name="cup" />
        {texts.title}
      </h1>
      <Badge live={office.live} texts={badgeTexts} />
      <span class="spring" />
      <ShopSwitch office={office} />
      {state.kind === "signedIn" && (
        <Button icon="person" aria-label={`${texts.account.signOut}. ${texts.account.label(state.name)}`} title={texts.account.label(state.name)} onClick={() => void office.signIn.leave()}>
          {texts.account.signOut}
        </Button>
      )}
    </header>
  );
}

function ShopSwitch({ office }: { office: Office }) {
  const [asking, setAsking] = useState(false);
  const board = office.board.value;
  if (!board) return null;
  const { open, opensAt, closesAt } = board;
  const confirm = () => {
    setAsking(false);
    void office.setOpen(!open);
  };
  return (
    <>
      <p class={open ? "standing open" : "standing closed"}>
        <Icon name={open ? "check" : "lock"} />
        {open ? texts.shop.open : texts.shop.closed}
        {opensAt && <span class="next">{texts.shop.opens(whenText(opensAt, "en"))}</span>}
        {closesAt && <span class="next">{texts.shop.closes(whenText(closesAt, "en"))}</span>}
      </p>
      <Button icon={open ? "lock" : "sun"} look={open ? undefined : "primary"} busy={office.busy.value} onClick={() => setAsking(true)}>
        {open ? texts.shop.closeAction : texts.shop.openAction}
      </Button>
      {asking && <Ask board={board} onCancel={() => setAsking(false)} onConfirm={confirm} />}
    </>
  );
}

function Ask({ board, onCancel, onConfirm }: { board: LiveBoard; onCancel(): void; onConfirm(): void }) {
  const { shop } = texts;
  const { open, closesAt, preparing } = board;
  const actions = (
    <>
      <Button onClick={onCancel}>{open ? shop.keepOpen : shop.keepClosed}</Button>
      <Button look={open ? "danger" : "primary"} icon={open ? "lock" : "sun"} onClick={onConfirm}>
        {open ? shop.closeAction : shop.openAction}
      </Button>
    </>
  );
  return (
    <Dialog title={open ? shop.closeTitle : shop.openTitle} actions={actions} onClose={onCancel}>
      {open ? shop.closeText(preparing.length, closesAt !== undefined) : shop.openText}
    </Dialog>
  );
}
