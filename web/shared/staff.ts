// Texts that the staff's pages share, in English.

const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

/** clockTime formats a time as hh:mm. */
export function clockTime(at: number | string): string {
  return time.format(new Date(at));
}

/** mountTexts are shown until a page is loaded. */
export const mountTexts = {
  loading: "Loading…",
  failed: "The shop can't be reached",
  explanation: "Check the network. The page does not start without it.",
  retry: "Try again",
};

/** badgeTexts describe the connection. */
export const badgeTexts = {
  live: "Live",
  reconnecting: (since: number) => `Reconnecting since ${clockTime(since)}`,
  polling: "Updates every few seconds",
  offline: (since: number) => `Offline since ${clockTime(since)}`,
  heard: (at: number) => `Last update at ${clockTime(at)}`,
};
