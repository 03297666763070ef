import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Hours } from "../shared/contract";
import { entriesOf, type HourEntries, type HourField, hoursOf } from "./hours";
import type { Office } from "./office";
import * as texts from "./texts";

/** HoursForm is the opening hours being edited. */
export class HoursForm {
  /** entries is undefined until the hours are loaded. */
  readonly entries = signal<HourEntries | undefined>(undefined);
  readonly faults = signal<Partial<Record<HourField, string>>>({});
  readonly saving = signal(false);
  /** failed is whether the hours could not be loaded. */
  readonly failed = signal(false);
  readonly attempts = signal(0);
  readonly isDirty: ReadonlySignal<boolean>;
  private readonly saved = signal<HourEntries | undefined>(undefined);

  constructor(private readonly office: Office) {
    this.isDirty = computed(() => {
      const [now, saved] = [this.entries.value, this.saved.value];
      return !!now && !!saved && (Object.keys(now) as HourField[]).some((name) => now[name].trim() !== saved[name]);
    });
  }

  /** load gets the hours, unless they are being edited. */
  async load(): Promise<void> {
    this.failed.value = false;
    try {
      const hours = await this.office.call<Hours>("GET", "api/hours");
      if (!this.isDirty.value) this.take(hours);
    } catch {
      this.failed.value = this.entries.value === undefined;
    }
  }

  /** set changes what is typed. */
  set(name: HourField, value: string): void {
    const entries = this.entries.peek();
    if (!entries) return;
    this.entries.value = { ...entries, [name]: value };
    const { [name]: _, ...others } = this.faults.peek();
    this.faults.value = others;
  }

  /** discard goes back to the hours that apply. */
  discard(): void {
    this.entries.value = this.saved.value;
    this.faults.value = {};
    this.office.notice.value = undefined;
  }

  /** save sends the hours, unless something is wrong with them. */
  async save(): Promise<void> {
    const entries = this.entries.peek();
    if (!entries || this.saving.peek()) return;
    const read = hoursOf(entries);
    if ("faults" in read) {
      this.faults.value = read.faults;
      this.attempts.value++;
      this.office.notice.value = { kind: "bad", text: texts.save.wrong(Object.keys(read.faults).length) };
      return;
    }
    this.saving.value = true;
    try {
      this.take(await this.office.call<Hours>("PUT", "api/hours", read.hours));
      this.office.notice.value = { kind: "good", text: texts.hours.done };
    } catch (error) {
      this.office.report(error);
    }
    this.saving.value = false;
  }

  private take(hours: Hours): void {
    this.saved.value = this.entries.value = entriesOf(hours);
    this.faults.value = {};
  }
}
