import { type ReadonlySignal, signal } from "@preact/signals";
import { hasNewBuild } from "./site";
import { storageKey } from "./storage-key";

/** Languages loads the texts of the language that the browser or the user wishes. */
export class Languages<T> {
  private readonly language = signal("en");
  private readonly loaded = signal<T | undefined>(undefined);
  /** tag is the language's tag, such as "de". */
  readonly tag: ReadonlySignal<string> = this.language;
  /** names has the languages' own names by tag, such as "Deutsch", for the switch. */
  readonly names: Record<string, string>;

  /** The files are Vite's import.meta.glob("./languages/*.ts", { import: "default" }). */
  constructor(
    private readonly files: Record<string, () => Promise<T>>,
  ) {
    const tags = Object.keys(files).map((file) => file.replace(/^.*\/(.*)\.ts$/, "$1"));
    this.names = Object.fromEntries(tags.sort().map((tag) => [tag, ownName(tag)]));
  }

  /** texts returns the texts, after start. */
  get texts(): T {
    if (!this.loaded.value) throw new Error("no language is loaded");
    return this.loaded.value;
  }

  /** start loads the language to begin with. */
  start(): Promise<void> {
    const wished = [stored(), ...navigator.languages].map((tag) => tag.toLowerCase().split("-")[0] ?? "");
    return this.load(wished.find((tag) => tag in this.names) ?? "en");
  }

  /**
   * choose loads a language and keeps it for the next visit. If its file cannot be
   * loaded, the language stays; the page reloads if a new build has replaced the file.
   */
  async choose(tag: string): Promise<void> {
    try {
      localStorage.setItem(storageKey("language"), tag);
    } catch {
      // Without storage, the choice lasts until the page is closed.
    }
    try {
      await this.load(tag);
    } catch {
      if (await hasNewBuild().catch(() => false)) location.reload();
    }
  }

  private async load(tag: string): Promise<void> {
    const texts = await this.files[`./languages/${tag}.ts`]?.();
    if (!texts) throw new Error(`no language ${tag}`);
    document.documentElement.lang = tag;
    this.loaded.value = texts;
    this.language.value = tag;
  }
}

function stored(): string {
  try {
    return localStorage.getItem(storageKey("language")) ?? "";
  } catch {
    return "";
  }
}

function ownName(tag: string): string {
  const name = new Intl.DisplayNames([tag], { type: "language" }).of(tag) ?? tag;
  return name.charAt(0).toLocaleUpperCase(tag) + name.slice(1);
}
