import { batch, computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Menu } from "../shared/contract";
import { isCode } from "../shared/http";
import { checkMenu, type Faults, faultsOf } from "./check";
import { type Draft, draftOf, isSame, menuOf, withAvailability, withNewKeys } from "./draft";
import type { KeptMenu } from "./keep";
import type { Office } from "./office";
import * as texts from "./texts";

/** MenuForm is the menu being edited, and the menu that customers see meanwhile. */
export class MenuForm {
  /** draft is undefined until the menu has arrived. */
  readonly draft: ReadonlySignal<Draft | undefined>;
  readonly isDirty: ReadonlySignal<boolean>;
  readonly faults: ReadonlySignal<Faults>;
  /** conflict is a menu that somebody else has saved meanwhile. */
  readonly conflict = signal<Menu | undefined>(undefined);
  readonly saving = signal(false);
  /** attempts counts how often saving failed because of a field, for the page to show the first of them. */
  readonly attempts = signal(0);

  private readonly edited = signal<Draft | undefined>(undefined);
  private readonly base = signal<Menu | undefined>(undefined); // what the draft began with
  private readonly checked = signal(false); // faults are shown from the first attempt to save
  private readonly refused = signal<Faults>({}); // by the server, until the next change

  constructor(private readonly office: Office) {
    this.draft = this.edited;
    this.isDirty = computed(() => !!this.base.value && !!this.edited.value && !isSame(this.base.value, menuOf(this.edited.value)));
    this.faults = computed(() => {
      const draft = this.edited.value;
      if (!draft || !this.checked.value) return {};
      return { ...this.refused.value, ...checkMenu(draft, this.office.isOpen) };
    });
  }

  /** isSavedEmpty is whether the menu that customers see has no drinks. */
  get isSavedEmpty(): boolean {
    return this.base.value?.drinks.length === 0;
  }

  /** keep returns what has to be kept to restore the form, undefined if there are no changes. */
  keep(): KeptMenu | undefined {
    const [base, draft] = [this.base.peek(), this.edited.peek()];
    return base && draft && this.isDirty.peek() ? { base, draft } : undefined;
  }

  /** edit changes the draft. */
  edit(change: (draft: Draft) => Draft): void {
    batch(() => {
      this.edited.value = change(this.edited.peek() ?? []);
      this.refused.value = {};
      if (!this.isDirty.value) this.checked.value = false;
    });
    const { notice } = this.office;
    if (notice.peek()?.kind === "bad" && Object.keys(this.faults.value).length === 0) notice.value = undefined;
  }

  /** arrive takes the menu that customers see now, which others may have changed. */
  arrive(menu: Menu): void {
    const [base, draft] = [this.base.peek(), this.edited.peek()];
    if (this.saving.peek()) return; // the response has it
    if (!base || !draft || !this.isDirty.peek() || isSame(menu, menuOf(draft))) return this.load(menu);
    if (isSame(menu, base)) {
      this.base.value = menu;
      this.edited.value = withAvailability(draft, menu);
      this.conflict.value = undefined;
    } else this.conflict.value = menu;
  }

  /** load starts anew with a menu. */
  load(menu: Menu): void {
    batch(() => {
      this.edited.value = draftOf(menu, this.edited.peek());
      this.base.value = menu;
      this.conflict.value = undefined;
      this.checked.value = false;
      this.refused.value = {};
    });
  }

  /** restore takes up a draft that was kept while its manager signed in again. */
  restore({ base, draft }: KeptMenu): void {
    batch(() => {
      this.base.value = base;
      this.edited.value = withNewKeys(draft);
    });
  }

  /** keepMine goes on with the draft in spite of a conflict: saving replaces the other menu. */
  keepMine(): void {
    const menu = this.conflict.peek();
    if (!menu) return;
    batch(() => {
      this.base.value = menu;
      this.edited.value = withAvailability(this.edited.peek() ?? [], menu);
      this.conflict.value = undefined;
    });
  }

  /** discard goes back to what customers see. */
  discard(): void {
    const menu = this.conflict.peek() ?? this.base.peek();
    if (menu) this.load(menu);
    this.office.notice.value = undefined;
  }

  /** save sends the menu, unless something is wrong with it. */
  async save(): Promise<void> {
    const draft = this.edited.peek();
    if (!draft || this.saving.peek()) return;
    this.checked.value = true;
    const count = Object.keys(this.faults.value).length;
    if (count > 0) {
      this.attempts.value++;
      this.office.notice.value = { kind: "bad", text: texts.save.wrong(count) };
      return;
    }
    this.saving.value = true;
    try {
      const saved = await this.office.call<Menu>("PUT", "api/menu", menuOf(draft));
      this.finish(draft, saved);
    } catch (error) {
      if (isCode(error, "request_invalid")) this.refused.value = faultsOf(error.violations);
      this.attempts.value++;
      this.office.report(error);
    }
    this.saving.value = false;
  }

  /** setAvailable marks a drink as sold out or available, at once if it is saved. */
  async setAvailable(key: number, available: boolean): Promise<void> {
    const drink = this.edited.peek()?.find((drink) => drink.key === key);
    if (!drink) return;
    const set = (value: boolean) => {
      this.edited.value = this.edited.peek()?.map((drink) => (drink.key === key ? { ...drink, available: value } : drink));
    };
    set(available);
    if (drink.isNew) return;
    try {
      await this.office.call<Menu>("PUT", `api/menu/${drink.id}`, { available });
    } catch (error) {
      set(!available);
      this.office.report(error);
    }
  }

  /** finish keeps what was typed while the menu was being saved. */
  private finish(sent: Draft, saved: Menu): void {
    const now = this.edited.peek();
    if (now === sent) this.load(saved);
    else {
      this.base.value = saved;
      this.edited.value = (now ?? []).map((drink) => (sent.some((other) => other.key === drink.key) ? { ...drink, isNew: false, ownId: true } : drink));
    }
    this.office.notice.value = { kind: "good", text: texts.save.done };
  }
}
