import type { Texts } from "./en";

const number = new Intl.NumberFormat("es");
const time = new Intl.DateTimeFormat("es", { hour: "2-digit", minute: "2-digit" });
const plural = new Intl.PluralRules("es");

const texts: Texts = {
  title: "Cafetería",
  language: "Idioma",
  open: "La cafetería está abierta",
  closed: "La cafetería está cerrada",
  menu: "Carta",
  soldOut: "agotado",
  wait: (minutes) => `Espera de unos ${number.format(minutes)} ${plural.select(minutes) === "one" ? "minuto" : "minutos"}`,
  scan: "Escanea el código de la pantalla para pedir.",
  mount: {
    loading: "Un momento…",
    failed: "No se puede conectar con la cafetería",
    explanation: "Comprueba tu conexión.",
    retry: "Reintentar",
  },
  badge: {
    live: "En directo",
    reconnecting: (since) => `Reconectando desde las ${time.format(since)}`,
    polling: "Se actualiza cada pocos segundos",
    offline: (since) => `Sin conexión desde las ${time.format(since)}`,
    heard: (at) => `Última actualización a las ${time.format(at)}`,
  },
};

export default texts;
