import { batch, computed, type ReadonlySignal, signal } from "@preact/signals";
import { isCode } from "../shared/http";
import { type Faults, faultsOf } from "./check";
import type { Office } from "./office";
import * as texts from "./texts";

/** Entries are what is typed into a form, by the name of the field. */
export type Entries<Name extends string> = Record<Name, string>;

/** FormKind is a resource of the API that is edited as entries. */
export interface FormKind<Name extends string, Resource> {
  /** The path of the resource, such as api/settings. */
  path: string;
  /** What is said when the resource is saved. */
  done: string;
  entriesOf(resource: Resource): Entries<Name>;
  /** read returns the resource that is typed, or what is wrong with it. */
  read(entries: Entries<Name>): { resource: Resource } | { faults: Faults };
}

/** EntryForm is a resource of the API being edited. */
export class EntryForm<Name extends string, Resource> {
  /** entries is undefined until the resource is loaded. */
  readonly entries = signal<Entries<Name> | undefined>(undefined);
  readonly faults = signal<Faults>({});
  readonly saving = signal(false);
  /** failed is whether the resource could not be loaded. */
  readonly failed = signal(false);
  /** attempts counts how often saving failed because of a field, for the page to show the first of them. */
  readonly attempts = signal(0);
  readonly isDirty: ReadonlySignal<boolean>;
  private readonly saved = signal<Entries<Name> | undefined>(undefined);
  private kept: Partial<Entries<Name>> = {};

  constructor(
    private readonly office: Office,
    private readonly kind: FormKind<Name, Resource>,
  ) {
    this.isDirty = computed(() => {
      const [now, saved] = [this.entries.value, this.saved.value];
      return !!now && !!saved && Object.keys(changes(saved, now)).length > 0;
    });
  }

  /** load gets the resource, unless it is being edited. */
  async load(): Promise<void> {
    this.failed.value = false;
    try {
      const resource = await this.office.call<Resource>("GET", this.kind.path);
      if (!this.isDirty.value) this.take(resource, this.kept);
      this.kept = {};
    } catch {
      this.failed.value = this.entries.value === undefined;
    }
  }

  /** keep returns the entries that are changed and not saved, undefined if there are none. */
  keep(): Partial<Entries<Name>> | undefined {
    const [now, saved] = [this.entries.peek(), this.saved.peek()];
    return now && saved && this.isDirty.peek() ? changes(saved, now) : undefined;
  }

  /** restore takes up entries that were kept while their manager signed in again, before the resource is loaded. */
  restore(kept: Partial<Entries<Name>>): void {
    this.kept = kept;
  }

  /** set changes what is typed. */
  set(name: Name, value: string): void {
    const entries = this.entries.peek();
    if (!entries) return;
    this.entries.value = { ...entries, [name]: value };
    const { [name]: _, ...others } = this.faults.peek();
    this.faults.value = others;
  }

  /** discard goes back to what is saved. */
  discard(): void {
    this.entries.value = this.saved.value;
    this.faults.value = {};
    this.office.notice.value = undefined;
  }

  /** save sends the resource, unless something is wrong with it. */
  async save(): Promise<void> {
    const entries = this.entries.peek();
    if (!entries || this.saving.peek()) return;
    const read = this.kind.read(entries);
    if ("faults" in read) return this.fail(read.faults, texts.save.wrong(Object.keys(read.faults).length));
    this.saving.value = true;
    try {
      const saved = await this.office.call<Resource>("PUT", this.kind.path, read.resource);
      this.take(saved, changes(entries, this.entries.peek() ?? entries)); // with what was typed meanwhile
      this.office.notice.value = { kind: "good", text: this.kind.done };
    } catch (error) {
      this.office.report(error);
      if (isCode(error, "request_invalid")) this.fail(faultsOf(error.violations));
    }
    this.saving.value = false;
  }

  private take(resource: Resource, kept: Partial<Entries<Name>> = {}): void {
    batch(() => {
      const saved = this.kind.entriesOf(resource);
      this.saved.value = saved;
      this.entries.value = { ...saved, ...kept };
      this.faults.value = {};
    });
  }

  private fail(faults: Faults, text?: string): void {
    this.faults.value = faults;
    this.attempts.value++;
    if (text) this.office.notice.value = { kind: "bad", text };
  }
}

function changes<Name extends string>(saved: Entries<Name>, now: Entries<Name>): Partial<Entries<Name>> {
  const names = (Object.keys(now) as Name[]).filter((name) => now[name].trim() !== saved[name]);
  return Object.fromEntries(names.map((name) => [name, now[name]])) as Partial<Entries<Name>>;
}
