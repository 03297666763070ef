import { signal } from "@preact/signals";
import type { Day } from "../shared/contract";
import { RequestError } from "../shared/http";
import * as texts from "./day-texts";

/** Reader sends the requests of the manager who is signed in. */
export interface Reader {
  call<T>(method: "GET", path: string): Promise<T>;
  download(path: string): Promise<Blob>;
}

/** DayForm is the day whose numbers are shown. */
export class DayForm {
  /** date is the chosen date, empty for today's in the shop's time zone. */
  readonly date = signal("");
  /** numbers are those of the chosen date, undefined until they are loaded. */
  readonly numbers = signal<Day | undefined>(undefined);
  readonly loading = signal(false);
  readonly saving = signal(false);
  /** failed says why something could not be loaded, undefined if it was. */
  readonly failed = signal<string | undefined>(undefined);
  private requests = 0;

  constructor(
    private readonly reader: Reader,
    private readonly save: (file: Blob, name: string) => void = saveFile,
  ) {}

  /** choose shows another date, or today for an empty one. */
  choose(date: string): Promise<void> {
    this.date.value = date === this.numbers.peek()?.today ? "" : date;
    this.numbers.value = undefined;
    return this.load();
  }

  /** load gets the numbers. Of several requests, only the last one counts. */
  async load(): Promise<void> {
    const request = ++this.requests;
    this.loading.value = true;
    this.failed.value = undefined;
    try {
      const numbers = await this.reader.call<Day>("GET", `api/days/${this.path}`);
      if (request === this.requests) this.numbers.value = numbers;
    } catch (error) {
      if (request === this.requests) this.failed.value = reasonOf(error);
    }
    if (request === this.requests) this.loading.value = false;
  }

  /** download saves the orders of the day as a CSV file. */
  async download(): Promise<void> {
    const date = this.numbers.peek()?.date;
    if (!date || this.saving.peek()) return;
    this.saving.value = true;
    this.failed.value = undefined;
    try {
      this.save(await this.reader.download(`api/days/${date}/orders.csv`), `orders-${date}.csv`);
    } catch (error) {
      this.failed.value = reasonOf(error);
    }
    this.saving.value = false;
  }

  private get path(): string {
    return this.date.peek() || "today";
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof RequestError)) throw error;
  if (error.code === "unauthenticated") return texts.signedOut;
  return ["offline", "busy"].includes(error.code) ? texts.unreachable : error.detail;
}

/** saveFile lets the browser save a file. */
function saveFile(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
