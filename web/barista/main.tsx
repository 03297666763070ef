import "../shared/ui/style.css";
import "./style.css";
import { useState } from "preact/hooks";
import { SignIn } from "../shared/signin";
import { loadSite } from "../shared/site";
import { mountTexts } from "../shared/staff";
import { Gate } from "../shared/ui/Gate";
import { mount } from "../shared/ui/mount";
import { Page } from "./Page";
import { Desk } from "./state";
import { pageName } from "./texts";

const group = "barista";

/** Entrance keeps the page of a barista whose sign-in expires: the page asks to sign in again. */
function Entrance({ url, signIn }: { url: string; signIn: SignIn }) {
  const [desk, setDesk] = useState<Desk>();
  const state = signIn.state.value;
  const may = state.kind === "signedIn" && state.groups.includes(group);
  if (may && !desk) setDesk(new Desk(url, signIn));
  const expired = state.kind === "signedOut" && desk?.queue.data.value !== undefined;
  if (desk && (may || expired)) return <Page desk={desk} />;
  return (
    <Gate signIn={signIn} groups={[group]} page={pageName}>
      {null}
    </Gate>
  );
}

mount(
  () => mountTexts,
  async () => {
    const site = await loadSite();
    const signIn = new SignIn(site, "staff");
    await signIn.start();
    return <Entrance url={site.liveUrl} signIn={signIn} />;
  },
);
