import { screenLock } from "../shared/wakelock";
import { Button } from "../shared/ui/Button";
import { Icon } from "../shared/ui/Icon";
import { MessageBar } from "../shared/ui/Message";
import { drinkName } from "./drinks";
import type { KeyPad } from "./keys";
import { keepPlace } from "./place";
import type { Desk } from "./state";
import * as texts from "./texts";

/** StatusBar is the line at the bottom, which is always there so that no message moves a row. */
export function StatusBar({ desk, pad }: { desk: Desk; pad: KeyPad }) {
  const open = desk.finishedOpen.value;
  const count = desk.queue.data.value?.finished.length ?? 0;
  const standing = standingOf(desk);
  return (
    <footer class="bottom">
      {pad.typed.value ? <Typed desk={desk} digits={pad.typed.value} /> : null}
      {standing}
      <MessageBar notice={desk.notice} dismiss={texts.dismiss} />
      {!pad.typed.value && !standing && !desk.notice.value && <Hint />}
      <span class="spring" />
      <Button icon={open ? "down" : "up"} aria-expanded={open} aria-controls={open ? "finished" : undefined} onClick={() => (desk.finishedOpen.value = !open)}>
        {texts.finished.title(count)}
      </Button>
    </footer>
  );
}

function Typed({ desk, digits }: { desk: Desk; digits: string }) {
  const choice = desk.find(Number(digits))?.choice;
  const drink = choice && drinkName(desk.menu.value, choice.drink);
  return (
    <p class="typed" role="status">
      <Icon name="keyboard" />
      {texts.hints.typed(digits, drink)}
    </p>
  );
}

/** standingOf says what goes on until someone does something about it, if anything does. */
function standingOf(desk: Desk) {
  if (desk.expired.value) {
    const signIn = () => {
      keepPlace(desk.place());
      void desk.signIn.go();
    };
    return <Bar text={texts.stale.expired} action={texts.stale.signIn} run={signIn} />;
  }
  if (desk.refused.value) return <Bar text={texts.stale.forbidden} action={texts.stale.other} run={() => void desk.signIn.leave()} />;
  if (desk.live.state.value.kind === "offline" && desk.queue.data.value) return <Bar text={texts.stale.offline} action={texts.loading.retry} run={() => desk.live.retry()} />;
  if (desk.newBuild.value) return <Bar kind="info" text={texts.build.text} action={texts.build.reload} run={() => location.reload()} />;
  return null;
}

function Bar({ kind = "bad", text, action, run }: { kind?: string; text: string; action: string; run: () => void }) {
  return (
    <div class={`message ${kind}`} role="status">
      <Icon name={kind === "bad" ? "warning" : "bell"} />
      <span class="text">{text}</span>
      <Button look="primary" onClick={run}>
        {action}
      </Button>
    </div>
  );
}

function Hint() {
  const refused = screenLock.value === "refused";
  return (
    <p class="hint">
      <Icon name={refused ? "sun" : "keyboard"} />
      {refused ? texts.hints.wake : texts.hints.keys}
    </p>
  );
}
