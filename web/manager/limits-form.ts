import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Limits } from "../shared/contract";
import { isCode } from "../shared/http";
import { type Faults, faultsOf } from "./check";
import { type Entries, entriesOf, limitsOf, type SettingName } from "./limits";
import type { Office } from "./office";
import * as texts from "./texts";

/** LimitsForm is the settings being edited: the limits and the time zone. */
export class LimitsForm {
  /** entries is undefined until the limits are loaded. */
  readonly entries = signal<Entries | undefined>(undefined);
  readonly faults = signal<Faults>({});
  readonly saving = signal(false);
  /** failed is whether the limits could not be loaded. */
  readonly failed = signal(false);
  readonly attempts = signal(0);
  readonly isDirty: ReadonlySignal<boolean>;
  private readonly saved = signal<Entries | undefined>(undefined);

  constructor(private readonly office: Office) {
    this.isDirty = computed(() => {
      const [now, saved] = [this.entries.value, this.saved.value];
      return !!now && !!saved && (Object.keys(now) as SettingName[]).some((name) => now[name].trim() !== saved[name]);
    });
  }

  /** load gets the limits, unless they are being edited. */
  async load(): Promise<void> {
    this.failed.value = false;
    try {
      const limits = await this.office.call<Limits>("GET", "api/settings");
      if (!this.isDirty.value) this.take(limits);
    } catch {
      this.failed.value = this.entries.value === undefined;
    }
  }

  /** set changes what is typed. */
  set(name: SettingName, value: string): void {
    const entries = this.entries.peek();
    if (!entries) return;
    this.entries.value = { ...entries, [name]: value };
    const { [name]: _, ...others } = this.faults.peek();
    this.faults.value = others;
  }

  /** discard goes back to the limits that apply. */
  discard(): void {
    this.entries.value = this.saved.value;
    this.faults.value = {};
    this.office.notice.value = undefined;
  }

  /** save sends the limits, unless something is wrong with them. */
  async save(): Promise<void> {
    const entries = this.entries.peek();
    if (!entries || this.saving.peek()) return;
    const read = limitsOf(entries);
    if ("faults" in read) return this.fail(read.faults, texts.save.wrong(Object.keys(read.faults).length));
    this.saving.value = true;
    try {
      const limits = await this.office.call<Limits>("PUT", "api/settings", read.limits);
      this.take(limits);
      this.office.notice.value = { kind: "good", text: texts.limits.done };
    } catch (error) {
      this.office.report(error);
      if (isCode(error, "request_invalid")) this.fail(faultsOf(error.violations));
    }
    this.saving.value = false;
  }

  private take(limits: Limits): void {
    this.saved.value = this.entries.value = entriesOf(limits);
    this.faults.value = {};
  }

  private fail(faults: Faults, text?: string): void {
    this.faults.value = faults;
    this.attempts.value++;
    if (text) this.office.notice.value = { kind: "bad", text };
  }
}
