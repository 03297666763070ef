import "../shared/ui/style.css";
import "./display.css";
import { Live } from "../shared/live";
import { SignIn } from "../shared/signin";
import { loadSite } from "../shared/site";
import { mountTexts } from "../shared/staff";
import { mount } from "../shared/ui/mount";
import { Page } from "./Page";
import { Wall } from "./state";

mount(
  () => mountTexts,
  async () => {
    const site = await loadSite();
    const signIn = new SignIn(site, "display");
    await signIn.start();
    return <Page wall={new Wall(new Live(site.liveUrl), signIn)} />;
  },
);
