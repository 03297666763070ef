import { computed, effect, type ReadonlySignal, type Signal, signal, untracked } from "@preact/signals";
import type { LiveBoard, Open } from "../shared/contract";
import { download, isCode, type Method, request, RequestError } from "../shared/http";
import { Live } from "../shared/live";
import type { SignIn } from "../shared/signin";
import { BoardStore } from "../shared/stores";
import type { Notice } from "../shared/ui/Message";
import { DayForm } from "./day";
import { HoursForm } from "./hours";
import { keepDrafts, takeDrafts } from "./keep";
import { LimitsForm } from "./limits";
import { MenuForm } from "./menu-form";
import * as texts from "./texts";

/** Office is the state of the manager's page. */
export class Office {
  readonly live: Live;
  readonly board: ReadonlySignal<LiveBoard | undefined>;
  readonly menu: MenuForm;
  readonly limits: LimitsForm;
  readonly hours: HoursForm;
  readonly day: DayForm;
  readonly notice: Signal<Notice | undefined> = signal();
  /** said is read out. */
  readonly said = signal("");
  readonly newBuild = signal(false);
  /** busy is whether the shop is being opened or closed. */
  readonly busy = signal(false);
  readonly isDirty: ReadonlySignal<boolean>;
  /** leaving is true once the page leaves for the sign-in, with its draft kept. */
  readonly leaving = signal(false);
  private readonly store = new BoardStore();

  constructor(
    url: string,
    readonly signIn: SignIn,
  ) {
    this.live = new Live(url);
    this.board = this.store.data;
    this.menu = new MenuForm(this);
    this.limits = new LimitsForm(this);
    this.hours = new HoursForm(this);
    this.day = new DayForm(this);
    this.isDirty = computed(() => this.menu.isDirty.value || this.limits.isDirty.value || this.hours.isDirty.value);
  }

  /** isOpen is whether the shop is open, as far as it is known. */
  get isOpen(): boolean {
    return this.board.value?.open ?? false;
  }

  /** start connects the page, and returns a function that ends it. */
  start(): () => void {
    const { menu, hours, limits } = takeDrafts();
    if (menu) this.menu.restore(menu);
    if (hours) this.hours.restore(hours);
    if (limits) this.limits.restore(limits);
    const end = effect(() => {
      const current = this.store.menu.value;
      if (current) untracked(() => this.menu.arrive(current));
    });
    this.live.subscribe(this.store);
    void this.limits.load();
    void this.hours.load();
    return () => {
      end();
      this.live.close();
    };
  }

  /** call sends a request as the manager who is signed in. */
  call<T>(method: Method, path: string, body?: unknown): Promise<T> {
    return this.signed((token) => request<T>(method, path, { token, body }));
  }

  /** download gets a file as the manager who is signed in. */
  download(path: string): Promise<Blob> {
    return this.signed((token) => download(path, { token }));
  }

  /** signed sends a request with a token, and once more with a new one if the shop refuses it. */
  private async signed<T>(request: (token: string) => Promise<T>): Promise<T> {
    const send = async (renew: boolean) => request(await this.signIn.token(renew));
    try {
      return await send(false);
    } catch (error) {
      if (isCode(error, "unauthenticated")) return send(true);
      throw error;
    }
  }

  /** setOpen opens or closes the shop. */
  async setOpen(open: boolean): Promise<void> {
    if (open && this.menu.isSavedEmpty) {
      this.notice.value = { kind: "warning", text: texts.shop.needsDrink };
      return;
    }
    this.busy.value = true;
    try {
      await this.call<Open>("PUT", "api/shop", { open });
      this.notice.value = { kind: "good", text: open ? texts.shop.opened : texts.shop.didClose };
    } catch (error) {
      this.report(error);
    }
    this.busy.value = false;
  }

  /** signInAgain leaves for the sign-in page. What was edited is there afterwards. */
  signInAgain(): void {
    this.leaving.value = keepDrafts({ menu: this.menu.keep(), hours: this.hours.keep(), limits: this.limits.keep() });
    void this.signIn.go();
  }

  /** report says in the bar why a request failed. That someone must sign in again is said there anyway. */
  report(error: unknown): void {
    this.notice.value = isCode(error, "unauthenticated") ? undefined : { kind: "bad", text: reasonOf(error) };
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof RequestError)) throw error;
  if (error.code === "offline") return texts.save.offline;
  if (error.code === "busy") return texts.save.busy;
  return texts.save.refused(error.detail);
}
