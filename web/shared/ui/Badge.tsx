import type { ReadonlySignal } from "@preact/signals";
import type { LiveState } from "../live";
import { Icon, type IconName } from "./Icon";

/** BadgeTexts are the texts of a Badge. Times are in milliseconds since the Unix epoch. */
export interface BadgeTexts {
  live: string;
  reconnecting(since: number): string;
  /** Changes arrive, some seconds late. */
  polling: string;
  offline(since: number): string;
  /** When the page last heard from the shop. */
  heard(at: number): string;
}

/** Badge shows the state of the connection, and as its title when it last heard. */
export function Badge({ live, texts }: { live: { state: ReadonlySignal<LiveState>; heard: ReadonlySignal<number> }; texts: BadgeTexts }) {
  const state = live.state.value;
  const heard = live.heard.value;
  return (
    <span class={`badge ${state.kind}`} role="status" title={heard ? texts.heard(heard) : undefined}>
      <Icon name={icons[state.kind]} />
      {text(state, texts)}
    </span>
  );
}

const icons: Record<LiveState["kind"], IconName> = { live: "wifi", reconnecting: "clock", offline: "wifi-off" };

function text(state: LiveState, texts: BadgeTexts): string {
  if (state.kind === "live") return texts.live;
  if (state.kind === "offline") return texts.offline(state.since);
  return state.polling ? texts.polling : texts.reconnecting(state.since);
}
