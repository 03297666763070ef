import "../shared/ui/style.css";
import "../customer/choose.css";
import "./manager.css";
import { useState } from "preact/hooks";
import { SignIn } from "../shared/signin";
import { loadSite } from "../shared/site";
import { mountTexts } from "../shared/staff";
import { Gate } from "../shared/ui/Gate";
import { mount } from "../shared/ui/mount";
import { Office } from "./office";
import { Page } from "./Page";
import { pageName } from "./texts";

const group = "manager";

/** Entrance keeps the page of a manager whose sign-in expires: it has unsaved changes. */
function Entrance({ url, signIn }: { url: string; signIn: SignIn }) {
  const [office, setOffice] = useState<Office>();
  const state = signIn.state.value;
  const may = state.kind === "signedIn" && state.groups.includes(group);
  if (may && !office) setOffice(new Office(url, signIn));
  if (office && (may || state.kind === "signedOut")) return <Page office={office} />;
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
