import "../shared/ui/style.css";
import { useEffect, useState } from "preact/hooks";
import { Live } from "../shared/live";
import { SignIn } from "../shared/signin";
import { loadSite } from "../shared/site";
import { badgeTexts, mountTexts } from "../shared/staff";
import { DisplayStore } from "../shared/stores";
import { Badge } from "../shared/ui/Badge";
import { Countdown } from "../shared/ui/Countdown";
import { Gate } from "../shared/ui/Gate";
import { mount } from "../shared/ui/mount";

function Page({ url, signIn }: { url: string; signIn: SignIn }) {
  const [{ live, display }] = useState(() => ({ live: new Live(url), display: new DisplayStore(signIn.token) }));
  useEffect(() => {
    live.subscribe(display);
    return () => live.close();
  }, []);
  const shown = display.data.value;
  return (
    <main>
      <h1>Orders</h1>
      <Badge live={live} texts={badgeTexts} />
      {shown?.code && (
        <p>
          {shown.code.remaining} drinks left, next code in <Countdown until={shown.code.expiresAt} />
        </p>
      )}
      <h2>Ready</h2>
      <p class="number">{shown?.ready.join(" ")}</p>
      <h2>Preparing</h2>
      <p class="number">{shown?.preparing.join(" ")}</p>
    </main>
  );
}

mount(
  () => mountTexts,
  async () => {
    const site = await loadSite();
    const signIn = new SignIn(site, "display");
    await signIn.start();
    return (
      <Gate signIn={signIn} groups={["display", "manager"]} page="the display">
        <Page url={site.liveUrl} signIn={signIn} />
      </Gate>
    );
  },
);
