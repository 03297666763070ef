import { Button } from "../shared/ui/Button";
import { Dialog } from "../shared/ui/Dialog";
import { setOpen } from "./actions";
import { CancelSheet } from "./CancelSheet";
import { CounterOrder } from "./CounterOrder";
import { KeysSheet } from "./KeysSheet";
import { MenuSheet } from "./MenuSheet";
import { OrderSheet } from "./OrderSheet";
import type { Desk } from "./state";
import * as texts from "./texts";

/** Sheets is the dialog that is open, if any. */
export function Sheets({ desk }: { desk: Desk }) {
  const sheet = desk.sheet.value;
  const close = () => {
    desk.sheet.value = undefined;
  };
  switch (sheet?.kind) {
    case "order":
      return <OrderSheet desk={desk} orderId={sheet.orderId} close={close} />;
    case "cancel":
      return <CancelSheet desk={desk} orderId={sheet.orderId} close={close} />;
    case "counter":
      return <CounterOrder desk={desk} close={close} />;
    case "menu":
      return <MenuSheet desk={desk} close={close} />;
    case "shop":
      return <ShopSheet desk={desk} open={sheet.open} close={close} />;
    case "keys":
      return <KeysSheet desk={desk} close={close} />;
    case "account":
      return <AccountSheet desk={desk} close={close} />;
    case undefined:
      return null;
  }
}

/** ShopSheet asks before the shop is closed or opened. */
function ShopSheet({ desk, open, close }: { desk: Desk; open: boolean; close: () => void }) {
  const waiting = (desk.queue.data.value?.orders ?? []).filter((order) => order.state !== "READY").length;
  const { shop } = texts;
  const confirm = () => {
    close();
    void setOpen(desk, open);
  };
  const actions = (
    <>
      <Button onClick={close}>{open ? shop.keepClosed : shop.keepOpen}</Button>
      <Button look={open ? "primary" : "danger"} icon={open ? "sun" : "lock"} onClick={confirm}>
        {open ? shop.openConfirm : shop.closeConfirm}
      </Button>
    </>
  );
  return (
    <Dialog title={open ? shop.open : shop.close} actions={actions} onClose={close}>
      {open ? shop.openText : shop.closeText(waiting)}
    </Dialog>
  );
}

function AccountSheet({ desk, close }: { desk: Desk; close: () => void }) {
  const actions = (
    <>
      <Button onClick={close}>{texts.close}</Button>
      <Button icon="person" onClick={() => void desk.signIn.leave()}>
        {texts.account.signOut}
      </Button>
    </>
  );
  return (
    <Dialog title={texts.account.title(desk.me.value)} actions={actions} onClose={close}>
      {texts.account.text}
    </Dialog>
  );
}
