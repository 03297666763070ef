import "../shared/ui/style.css";
import { useEffect, useState } from "preact/hooks";
import { Live } from "../shared/live";
import { SignIn } from "../shared/signin";
import { loadSite } from "../shared/site";
import { badgeTexts, mountTexts } from "../shared/staff";
import { BoardStore } from "../shared/stores";
import { Badge } from "../shared/ui/Badge";
import { Gate } from "../shared/ui/Gate";
import { mount } from "../shared/ui/mount";

function Page({ url }: { url: string }) {
  const [{ live, board }] = useState(() => ({ live: new Live(url), board: new BoardStore() }));
  useEffect(() => {
    live.subscribe(board);
    return () => live.close();
  }, []);
  return (
    <main>
      <h1>Manager</h1>
      <Badge live={live} texts={badgeTexts} />
      {board.data.value && <p>{board.data.value.open ? "Open" : "Closed"}</p>}
      <h2>Menu</h2>
      <ul>
        {board.menu.value?.drinks.map((drink) => (
          <li key={drink.id}>{drink.name}</li>
        ))}
      </ul>
    </main>
  );
}

mount(
  () => mountTexts,
  async () => {
    const site = await loadSite();
    const signIn = new SignIn(site, "staff");
    await signIn.start();
    return (
      <Gate signIn={signIn} groups={["manager"]} page="the manager's page">
        <Page url={site.liveUrl} />
      </Gate>
    );
  },
);
