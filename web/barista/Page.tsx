import { useEffect, useState } from "preact/hooks";
import { watchBuild } from "../shared/site";
import { keepScreenOn } from "../shared/wakelock";
import { Button } from "../shared/ui/Button";
import { State } from "../shared/ui/State";
import { AllDay } from "./AllDay";
import { ringForNews } from "./bell";
import { Columns } from "./Columns";
import { Finished } from "./Finished";
import { Focus } from "./focus";
import { Header } from "./Header";
import { Keyboard } from "./keyboard";
import { Sheets } from "./Sheets";
import type { Desk } from "./state";
import { StatusBar } from "./StatusBar";
import * as texts from "./texts";

/** Page is the baristas' page once someone is signed in. */
export function Page({ desk }: { desk: Desk }) {
  const [{ focus, keyboard }] = useState(() => {
    const focus = new Focus();
    return { focus, keyboard: new Keyboard(desk, focus) };
  });
  useEffect(() => run(desk, focus, keyboard), []);
  const sheet = desk.sheet.value;
  useEffect(() => {
    if (!sheet) focus.keep();
  }, [sheet]);
  return (
    <div class="desk">
      <Header desk={desk} />
      <main>
        {desk.queue.data.value && <AllDay desk={desk} />}
        {desk.queue.data.value ? <Columns desk={desk} focus={focus} /> : <NoQueue desk={desk} />}
        {desk.finishedOpen.value && <Finished desk={desk} />}
      </main>
      <StatusBar desk={desk} pad={keyboard.pad} />
      <div class="visually-hidden" aria-live="polite" data-said>
        {desk.said.value}
      </div>
      <Sheets desk={desk} />
    </div>
  );
}

/** run starts what the page does besides showing, and returns a function that ends it. */
function run(desk: Desk, focus: Focus, keyboard: Keyboard): () => void {
  const ends = [ringForNews(desk), desk.start(), keepScreenOn(), watchBuild(() => (desk.newBuild.value = true))];
  const note = (event: Event) => focus.note(event.target);
  const press = (event: KeyboardEvent) => keyboard.press(event);
  document.addEventListener("focusin", note);
  document.addEventListener("pointerdown", note);
  document.addEventListener("keydown", press);
  return () => {
    for (const end of ends) end();
    document.removeEventListener("focusin", note);
    document.removeEventListener("pointerdown", note);
    document.removeEventListener("keydown", press);
  };
}

function NoQueue({ desk }: { desk: Desk }) {
  if (desk.live.state.value.kind !== "offline") return <State icon="cup" title={texts.loading.title} loading />;
  const retry = (
    <Button look="primary" onClick={() => desk.live.retry()}>
      {texts.loading.retry}
    </Button>
  );
  return (
    <State icon="wifi-off" title={texts.loading.failed} actions={retry}>
      {texts.loading.explanation}
    </State>
  );
}
