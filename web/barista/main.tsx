import "../shared/ui/style.css";
import { useEffect, useState } from "preact/hooks";
import { Live } from "../shared/live";
import { SignIn } from "../shared/signin";
import { loadSite } from "../shared/site";
import { badgeTexts, mountTexts } from "../shared/staff";
import { BoardStore, QueueStore } from "../shared/stores";
import { Badge } from "../shared/ui/Badge";
import { Gate } from "../shared/ui/Gate";
import { mount } from "../shared/ui/mount";

function Page({ url, signIn }: { url: string; signIn: SignIn }) {
  const [{ live, board, queue }] = useState(() => ({
    live: new Live(url),
    board: new BoardStore(),
    queue: new QueueStore(signIn.token),
  }));
  useEffect(() => {
    live.subscribe(board);
    live.subscribe(queue);
    return () => live.close();
  }, []);
  return (
    <main>
      <h1>Queue</h1>
      <Badge live={live} texts={badgeTexts} />
      {board.data.value && <p>{board.data.value.open ? "Open" : "Closed"}</p>}
      <ul>
        {queue.data.value?.orders.map((order) => (
          <li key={order.orderId}>
            <span class="number">{order.number}</span> {order.choice?.drink} {order.state}
          </li>
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
      <Gate signIn={signIn} groups={["barista"]} page="the barista's page">
        <Page url={site.liveUrl} signIn={signIn} />
      </Gate>
    );
  },
);
