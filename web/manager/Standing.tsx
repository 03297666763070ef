import type { ComponentChildren } from "preact";
import { Button } from "../shared/ui/Button";
import { Icon, type IconName } from "../shared/ui/Icon";
import type { Office } from "./office";
import * as texts from "./texts";

/** Standing says what goes on until someone does something about it. */
export function Standing({ office }: { office: Office }) {
  const { menu, live } = office;
  return (
    <div class="standings" role="status">
      {office.signIn.state.value.kind === "signedOut" && (
        <Bar kind="bad" icon="lock" text={texts.standing.expired}>
          <Button look="primary" onClick={() => office.signInAgain()}>
            {texts.standing.signIn}
          </Button>
        </Bar>
      )}
      {live.state.value.kind === "offline" && (
        <Bar kind="bad" icon="wifi-off" text={texts.standing.offline}>
          <Button onClick={() => live.retry()}>{texts.standing.retry}</Button>
        </Bar>
      )}
      {menu.conflict.value && (
        <Bar kind="warning" icon="warning" text={`${texts.conflict.text} ${texts.conflict.explanation}`}>
          <Button onClick={() => menu.discard()}>{texts.conflict.load}</Button>
          <Button look="primary" onClick={() => menu.keepMine()}>
            {texts.conflict.keep}
          </Button>
        </Bar>
      )}
      {office.newBuild.value && (
        <Bar kind="info" icon="bell" text={texts.standing.build}>
          <Button onClick={() => location.reload()}>{texts.standing.reload}</Button>
        </Bar>
      )}
    </div>
  );
}

interface BarProps {
  kind: "info" | "warning" | "bad";
  icon: IconName;
  text: string;
  children: ComponentChildren;
}

function Bar({ kind, icon, text, children }: BarProps) {
  return (
    <div class={`message ${kind}`}>
      <Icon name={icon} />
      <span class="text">{text}</span>
      <span class="actions">{children}</span>
    </div>
  );
}
