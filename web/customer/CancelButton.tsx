import { useState } from "preact/hooks";
import { Button } from "../shared/ui/Button";
import { Dialog } from "../shared/ui/Dialog";
import { languages } from "./languages";
import type { OrderProps } from "./OrderScreen";

/** CancelButton cancels the order after a confirmation. */
export function CancelButton({ visit, store, label }: OrderProps & { label: string }) {
  const texts = languages.texts.cancel;
  const [asking, setAsking] = useState(false);
  const confirm = async () => {
    await visit.cancel(store);
    setAsking(false);
  };
  const actions = (
    <>
      <Button onClick={() => setAsking(false)}>{texts.keep}</Button>
      <Button look="danger" busy={visit.busy.value} onClick={() => void confirm()}>
        {texts.confirm}
      </Button>
    </>
  );
  return (
    <>
      <Button look="quiet" class="cancel" icon="close" onClick={() => setAsking(true)}>
        {label}
      </Button>
      {asking && (
        <Dialog title={texts.title} actions={actions} onClose={() => setAsking(false)}>
          {texts.explanation}
        </Dialog>
      )}
    </>
  );
}
