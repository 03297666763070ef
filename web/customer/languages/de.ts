import type { Texts } from "./en";

const number = new Intl.NumberFormat("de");
const time = new Intl.DateTimeFormat("de", { hour: "2-digit", minute: "2-digit" });
const plural = new Intl.PluralRules("de");

const texts: Texts = {
  title: "Kaffeebar",
  language: "Sprache",
  open: "Wir haben geöffnet",
  closed: "Wir haben geschlossen",
  menu: "Karte",
  soldOut: "ausverkauft",
  wait: (minutes) => `Etwa ${number.format(minutes)} ${plural.select(minutes) === "one" ? "Minute" : "Minuten"} Wartezeit`,
  scan: "Scannen Sie den Code auf dem Bildschirm, um zu bestellen.",
  mount: {
    loading: "Einen Moment …",
    failed: "Die Kaffeebar ist nicht erreichbar",
    explanation: "Bitte prüfen Sie Ihre Verbindung.",
    retry: "Noch einmal versuchen",
  },
  badge: {
    live: "Live",
    reconnecting: (since) => `Verbindung unterbrochen seit ${time.format(since)}`,
    polling: "Neues alle paar Sekunden",
    offline: (since) => `Offline seit ${time.format(since)}`,
    heard: (at) => `Zuletzt aktualisiert um ${time.format(at)}`,
  },
};

export default texts;
