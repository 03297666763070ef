import type { Signal } from "@preact/signals";
import type { Live } from "../shared/live";
import type { BoardStore } from "../shared/stores";
import type { Notice } from "../shared/ui/Message";
import type { Visit } from "./visit";

/** Services are what the screens work with. */
export interface Services {
  live: Live;
  board: BoardStore;
  visit: Visit;
  notice: Signal<Notice | undefined>;
}
