import { useEffect, useState } from "preact/hooks";
import * as texts from "./day-texts";

/** View is a part of the page: the menu with the settings, or the day's numbers. */
export type View = "menu" | "day";

const viewOf = (): View => (location.hash === "#day" ? "day" : "menu");

/** useView returns the view that the page's address names. */
export function useView(): View {
  const [view, setView] = useState(viewOf);
  useEffect(() => {
    const change = () => setView(viewOf());
    addEventListener("hashchange", change);
    return () => removeEventListener("hashchange", change);
  }, []);
  return view;
}

/** Views links to the views. */
export function Views({ view }: { view: View }) {
  return (
    <nav class="views" aria-label={texts.views.label}>
      <a href="#menu" aria-current={view === "menu" ? "page" : undefined}>
        {texts.views.menu}
      </a>
      <a href="#day" aria-current={view === "day" ? "page" : undefined}>
        {texts.views.day}
      </a>
    </nav>
  );
}
