import { useSignalEffect } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { wakeOnEvents } from "../shared/environment";
import { watchBuild } from "../shared/site";
import { MessageBar } from "../shared/ui/Message";
import { DayView } from "./DayView";
import { Header } from "./Header";
import { HoursEditor } from "./HoursEditor";
import { LimitsEditor } from "./LimitsEditor";
import { MenuEditor } from "./MenuEditor";
import type { Office } from "./office";
import { Preview } from "./Preview";
import { SaveBar } from "./SaveBar";
import { Standing } from "./Standing";
import * as texts from "./texts";
import { useView, Views } from "./Views";

/** Page is the manager's page once a manager is signed in. */
export function Page({ office }: { office: Office }) {
  useEffect(() => {
    const ends = [
      office.start(),
      wakeOnEvents(() => void Promise.all([office.limits.load(), office.hours.load()])),
      watchBuild(() => {
        if (office.isDirty.value) office.newBuild.value = true;
        else location.reload();
      }),
    ];
    return () => {
      for (const end of ends) end();
    };
  }, []);
  useWarning(office);
  useShortNews(office);
  const view = useView();
  return (
    <div class="office">
      <Header office={office} />
      <main>
        <Views view={view} />
        {view === "day" ? <DayView form={office.day} /> : <Editors office={office} />}
      </main>
      <footer class="bottom">
        <Standing office={office} />
        {office.menu.draft.value && (view === "menu" || office.menu.isDirty.value) && <SaveBar form={office.menu} texts={texts.menu.bar} confirm />}
        <MessageBar notice={office.notice} dismiss={texts.dismiss} />
      </footer>
      <div class="visually-hidden" aria-live="polite">
        {office.said.value}
      </div>
    </div>
  );
}

function Editors({ office }: { office: Office }) {
  return (
    <div class="parts">
      <div class="editors">
        <MenuEditor office={office} />
        <HoursEditor form={office.hours} />
        <LimitsEditor form={office.limits} />
      </div>
      <Preview office={office} />
    </div>
  );
}

/** useWarning lets the browser ask before the page is left with unsaved changes. */
function useWarning(office: Office): void {
  useSignalEffect(() => {
    if (!office.isDirty.value || office.leaving.value) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", warn);
    return () => removeEventListener("beforeunload", warn);
  });
}

const news = 8000; // how long good news is shown, in milliseconds

/** useShortNews removes good news by itself. What went wrong stays until it is dismissed. */
function useShortNews(office: Office): void {
  useSignalEffect(() => {
    if (office.notice.value?.kind !== "good") return;
    const timer = setTimeout(() => (office.notice.value = undefined), news);
    return () => clearTimeout(timer);
  });
}
