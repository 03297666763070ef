import { useState } from "preact/hooks";
import { badgeTexts } from "../shared/staff";
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
  const open = office.board.value?.open;
  if (open === undefined) return null;
  const confirm = () => {
    setAsking(false);
    void office.setOpen(!open);
  };
  return (
    <>
      <p class={open ? "standing open" : "standing closed"}>
        <Icon name={open ? "check" : "lock"} />
        {open ? texts.shop.open : texts.shop.closed}
      </p>
      <Button icon={open ? "lock" : "sun"} look={open ? undefined : "primary"} busy={office.busy.value} onClick={() => setAsking(true)}>
        {open ? texts.shop.closeAction : texts.shop.openAction}
      </Button>
      {asking && <Ask open={open} waiting={office.board.value?.preparing.length ?? 0} onCancel={() => setAsking(false)} onConfirm={confirm} />}
    </>
  );
}

function Ask({ open, waiting, onCancel, onConfirm }: { open: boolean; waiting: number; onCancel(): void; onConfirm(): void }) {
  const { shop } = texts;
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
      {open ? shop.closeText(waiting) : shop.openText}
    </Dialog>
  );
}
