const number = new Intl.NumberFormat("en");
const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const plural = new Intl.PluralRules("en");

/** The texts of the customer's page. Other languages have the same keys. */
const texts = {
  title: "Coffee shop",
  language: "Language",
  open: "The shop is open",
  closed: "The shop is closed",
  menu: "Menu",
  soldOut: "sold out",
  wait: (minutes: number) => `About ${number.format(minutes)} ${plural.select(minutes) === "one" ? "minute" : "minutes"} to wait`,
  scan: "Scan the code on the display to order.",
  mount: {
    loading: "One moment…",
    failed: "The shop can't be reached",
    explanation: "Check your connection.",
    retry: "Try again",
  },
  badge: {
    live: "Live",
    reconnecting: (since: number) => `Reconnecting since ${time.format(since)}`,
    polling: "Updates every few seconds",
    offline: (since: number) => `Offline since ${time.format(since)}`,
    heard: (at: number) => `Last update at ${time.format(at)}`,
  },
};

export type Texts = typeof texts;

export default texts;
