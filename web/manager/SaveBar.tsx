import type { ReadonlySignal } from "@preact/signals";
import { useState } from "preact/hooks";
import { Button } from "../shared/ui/Button";
import { Dialog } from "../shared/ui/Dialog";
import { Icon } from "../shared/ui/Icon";
import * as texts from "./texts";

interface SaveBarProps {
  form: { isDirty: ReadonlySignal<boolean>; saving: ReadonlySignal<boolean>; save(): Promise<void>; discard(): void };
  texts: { unsaved: string; saved: string; save: string };
  /** Whether discarding asks first. */
  confirm?: boolean;
}

/** SaveBar says whether a form has unsaved changes, and saves or discards them. */
export function SaveBar({ form, texts: own, confirm }: SaveBarProps) {
  const [asking, setAsking] = useState(false);
  const dirty = form.isDirty.value;
  const discard = () => {
    setAsking(false);
    form.discard();
  };
  return (
    <div class={dirty ? "save-bar dirty" : "save-bar"}>
      <p role="status">
        <Icon name={dirty ? "warning" : "check"} />
        {dirty ? own.unsaved : own.saved}
      </p>
      {dirty && (
        <Button onClick={confirm ? () => setAsking(true) : discard} disabled={form.saving.value}>
          {texts.save.discard}
        </Button>
      )}
      <Button look="primary" icon="check" busy={form.saving.value} aria-disabled={!dirty} onClick={() => dirty && void form.save()}>
        {own.save}
      </Button>
      {asking && <Discard onKeep={() => setAsking(false)} onDiscard={discard} />}
    </div>
  );
}

function Discard({ onKeep, onDiscard }: { onKeep(): void; onDiscard(): void }) {
  const actions = (
    <>
      <Button onClick={onKeep}>{texts.discard.keep}</Button>
      <Button look="danger" onClick={onDiscard}>
        {texts.discard.confirm}
      </Button>
    </>
  );
  return (
    <Dialog title={texts.discard.title} actions={actions} onClose={onKeep}>
      {texts.discard.text}
    </Dialog>
  );
}
