import type { Signal } from "@preact/signals";
import { Button } from "./Button";
import { Icon, type IconName } from "./Icon";

/** Notice is what a MessageBar shows. */
export interface Notice {
  kind: "info" | "good" | "warning" | "bad";
  text: string;
}

const icons: Record<Notice["kind"], IconName> = { info: "bell", good: "check", warning: "warning", bad: "warning" };

/** MessageBar shows the newest notice in a bar that hides nothing, and has it read out. */
export function MessageBar({ notice, dismiss }: { notice: Signal<Notice | undefined>; dismiss: string }) {
  const shown = notice.value;
  return (
    <div aria-live="polite" class="message-bar">
      {shown && (
        <div class={`message ${shown.kind}`}>
          <Icon name={icons[shown.kind]} />
          <span class="text">{shown.text}</span>
          <Button look="quiet" icon="close" aria-label={dismiss} onClick={() => (notice.value = undefined)} />
        </div>
      )}
    </div>
  );
}
