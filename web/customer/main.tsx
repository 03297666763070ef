import "../shared/ui/style.css";
import { Live } from "../shared/live";
import { loadSite } from "../shared/site";
import { BoardStore } from "../shared/stores";
import { Badge } from "../shared/ui/Badge";
import { LanguageSwitch } from "../shared/ui/LanguageSwitch";
import { mount } from "../shared/ui/mount";
import { languages } from "./languages";

function Page({ live, board }: { live: Live; board: BoardStore }) {
  const texts = languages.texts;
  const shown = board.data.value;
  return (
    <main>
      <LanguageSwitch languages={languages} label={texts.language} />
      <h1>{texts.title}</h1>
      <Badge live={live} texts={texts.badge} />
      {shown && <p>{shown.open ? texts.open : texts.closed}</p>}
      {shown?.open && <p>{texts.wait(Math.ceil(shown.estimatedWaitSeconds / 60))}</p>}
      <p>{texts.scan}</p>
      <h2>{texts.menu}</h2>
      <ul>
        {board.menu.value?.drinks.map((drink) => (
          <li key={drink.id}>
            {drink.name} {!drink.available && texts.soldOut}
          </li>
        ))}
      </ul>
    </main>
  );
}

languages.start().then(() => {
  document.title = languages.texts.title;
  mount(
    () => languages.texts.mount,
    async () => {
      const site = await loadSite();
      const live = new Live(site.liveUrl);
      const board = new BoardStore();
      live.subscribe(board);
      return <Page live={live} board={board} />;
    },
  );
});
