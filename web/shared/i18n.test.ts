import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Languages } from "./i18n";

interface Texts {
  hello: string;
}

const files = {
  "./languages/de.ts": async () => ({ hello: "Hallo" }),
  "./languages/en.ts": async () => ({ hello: "Hello" }),
  "./languages/es.ts": () => Promise.reject(new Error("404")),
};

let stored: Record<string, string>;
let reloads: number;
let build: string;

function browser(...wished: string[]): void {
  vi.stubGlobal("navigator", { languages: wished });
}

beforeEach(() => {
  stored = {};
  reloads = 0;
  build = "1";
  vi.stubGlobal("document", { documentElement: { lang: "" } });
  vi.stubGlobal("location", { pathname: "/", reload: () => void reloads++ });
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => stored[key] ?? null,
    setItem: (key: string, value: string) => void (stored[key] = value),
  });
  vi.stubGlobal("fetch", async () => new Response(JSON.stringify({ build })));
});
afterEach(() => vi.unstubAllGlobals());

async function start(): Promise<Languages<Texts>> {
  const languages = new Languages<Texts>(files);
  await languages.start();
  return languages;
}

test.each([
  [["de-AT", "en"], "de"],
  [["fr", "DE"], "de"],
  [["fr", "it"], "en"],
  [[], "en"],
])("a browser that wishes %j gets %s", async (wished, tag) => {
  browser(...wished);
  const languages = await start();
  expect(languages.tag.value).toBe(tag);
  expect(document.documentElement.lang).toBe(tag);
});

test("the switch is kept and goes before the browser's wish", async () => {
  browser("en");
  const languages = await start();
  await languages.choose("de");
  expect(languages.texts.hello).toBe("Hallo");
  expect((await start()).texts.hello).toBe("Hallo");
});

test("works where storage is forbidden", async () => {
  browser("en");
  vi.stubGlobal("localStorage", {
    getItem: () => {
      throw new Error("SecurityError");
    },
    setItem: () => {
      throw new Error("SecurityError");
    },
  });
  const languages = await start();
  await languages.choose("de");
  expect(languages.texts.hello).toBe("Hallo");
});

test("a file that cannot be loaded changes nothing", async () => {
  browser("en");
  const languages = await start();
  await languages.choose("es");
  expect([languages.tag.value, languages.texts.hello, reloads]).toEqual(["en", "Hello", 0]);
});

test("a file that a new build replaced reloads the page", async () => {
  browser("en");
  const languages = await start();
  await languages.choose("es"); // keeps the page's own build in mind
  build = "2";
  await languages.choose("es");
  expect(reloads).toBe(1);
});

test("names are the languages' own", async () => {
  expect((await (browser(), start())).names).toEqual({ de: "Deutsch", en: "English", es: "Español" });
});
