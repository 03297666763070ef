import "../shared/ui/style.css";
import "./customer.css";
import { effect, signal } from "@preact/signals";
import { wakeOnEvents } from "../shared/environment";
import { Live } from "../shared/live";
import { onOrderChange } from "../shared/order-storage";
import { loadSite, watchBuild } from "../shared/site";
import { BoardStore } from "../shared/stores";
import type { Notice } from "../shared/ui/Message";
import { mount } from "../shared/ui/mount";
import { languages } from "./languages";
import { Page } from "./Page";
import { isOver } from "./progress";
import { type Remark, Visit } from "./visit";

/** start connects the page, and returns it once it is ready to be shown. */
async function start() {
  const site = await loadSite().catch(failed);
  removeEventListener("online", reload);
  const live = new Live(site.liveUrl);
  const board = new BoardStore();
  const notice = signal<Notice>();
  const say = (remark: Remark) => {
    notice.value = { kind: remark === "alreadyOrdered" ? "info" : "warning", text: languages.texts.remarks[remark] };
  };
  const visit = new Visit(live, board, say);
  live.subscribe(board);
  const scan = () => void visit.arrive(codeInLink(), clearLink);
  scan();
  addEventListener("hashchange", () => codeInLink() && scan());
  onOrderChange(() => visit.takeFromOtherTab());
  wakeOnEvents(() => visit.retry());
  watchBuild(() => mayReload(visit) && location.reload());
  return <Page live={live} board={board} visit={visit} notice={notice} />;
}

const reload = () => location.reload();

/** failed has the page try again when the phone is online. */
function failed(error: unknown): never {
  addEventListener("online", reload);
  throw error;
}

/** codeInLink returns the code of the link that was scanned: no log has what is after #. */
function codeInLink(): string | undefined {
  return location.hash.slice(1) || undefined;
}

function clearLink(): void {
  history.replaceState(null, "", location.pathname + location.search);
}

/** mayReload reports whether reloading disturbs nobody. */
function mayReload(visit: Visit): boolean {
  const screen = visit.screen.value;
  if (screen.kind !== "order") return screen.kind === "scan";
  const order = screen.store.data.value;
  return order !== undefined && isOver(order.state);
}

languages.start().then(
  () => {
    effect(() => {
      document.title = languages.texts.title;
    });
    mount(() => languages.texts.mount, start);
  },
  () => {
    document.getElementById("page")?.append("The shop can't be reached. Please load this page again.");
    addEventListener("online", reload);
  },
);
