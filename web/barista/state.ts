import { type ReadonlySignal, batch, computed, effect, signal, untracked } from "@preact/signals";
import type { Menu, Queue, QueuedOrder } from "../shared/contract";
import { type LiveOptions, Live } from "../shared/live";
import type { SignIn } from "../shared/signin";
import { BoardStore, QueueStore } from "../shared/stores";
import type { Notice } from "../shared/ui/Message";
import { Lane } from "./lane";
import { type Place, takePlace } from "./place";
import { Watcher, type News } from "./news";
import type { Sheet } from "./sheets";
import type { ColumnState } from "./texts";

/** columnStates are the columns, in their order on the page. */
export const columnStates: ColumnState[] = ["QUEUED", "MAKING", "READY"];

const noticeFor = 8000; // milliseconds; warnings stay until someone dismisses them

/** Desk is what the page shows: the queue, what is open on the page, and what it says. */
export class Desk {
  readonly live: Live;
  readonly board = new BoardStore();
  readonly queue: QueueStore;
  readonly lanes: Record<ColumnState, Lane> = { QUEUED: new Lane(), MAKING: new Lane(), READY: new Lane() };

  /** filter is the only drink that is shown; undefined for all. */
  readonly filter = signal<string | undefined>(undefined);
  readonly finishedOpen = signal(false);
  /** sheet is the dialog that is open. */
  readonly sheet = signal<Sheet | undefined>(undefined);
  readonly notice = signal<Notice | undefined>(undefined);
  /** said is read out by screen readers. */
  readonly said = signal("");
  /** refused is why the server refuses the queue: unauthenticated or forbidden. */
  readonly refused = signal<string | undefined>(undefined);
  /** pending has the requests on the way: an order's ID, or the drink or "shop". */
  readonly pending = signal<ReadonlySet<string>>(new Set());
  /** me is the signed-in barista's name, kept when the sign-in expires. */
  readonly me = signal("");
  /** newBuild is whether another build of the pages is served than this one. */
  readonly newBuild = signal(false);
  /** keysOn is whether single keys work, which some assistive technology types by itself. */
  readonly keysOn = signal(true);
  /** awaited has the names of the drinks of counter orders that have no number yet, by order ID. */
  readonly awaited = new Map<string, string>();

  readonly menu: ReadonlySignal<Menu | undefined> = this.board.menu;
  readonly expired = computed(() => this.refused.value === "unauthenticated" || this.signIn.state.value.kind === "signedOut");

  private readonly watcher = new Watcher();
  private readonly listeners: ((news: News, queue: Queue) => void)[] = [];
  private shownFilter: string | undefined;

  constructor(url: string, readonly signIn: SignIn, options: LiveOptions = {}) {
    this.live = new Live(url, options);
    this.queue = new QueueStore(signIn.token, (code) => (this.refused.value = code));
    this.restore(takePlace());
    effect(() => {
      const state = signIn.state.value;
      if (state.kind === "signedIn") this.me.value = state.name;
    });
    effect(() => {
      const notice = this.notice.value;
      if (notice?.kind !== "good" && notice?.kind !== "info") return;
      const timer = setTimeout(() => (this.notice.value = undefined), noticeFor);
      return () => clearTimeout(timer);
    });
    effect(() => this.arrange());
    effect(() => {
      const queue = this.queue.data.value;
      if (queue) untracked(() => this.report(queue));
    });
  }

  /** start subscribes. It returns a function that ends everything. */
  start(): () => void {
    this.live.subscribe(this.board);
    this.live.subscribe(this.queue);
    return () => this.live.close();
  }

  /** onNews calls a function with each change of the queue. */
  onNews(listener: (news: News, queue: Queue) => void): void {
    this.listeners.push(listener);
  }

  /** await has the notice say what becomes of a counter order. */
  await(orderId: string, drink: string): void {
    this.awaited.set(orderId, drink);
    const queue = this.queue.data.peek();
    if (queue) this.report(queue);
  }

  /** find returns the order in the queue with a number. */
  find(number: number): QueuedOrder | undefined {
    return this.queue.data.peek()?.orders.find((order) => order.number === number);
  }

  /** order returns an order in the queue by its ID. */
  order(id: string | undefined): QueuedOrder | undefined {
    return this.queue.data.value?.orders.find((order) => order.orderId === id);
  }

  /** place is what a sign-in on the way keeps. */
  place(): Place {
    return { filter: this.filter.value, finishedOpen: this.finishedOpen.value };
  }

  private restore(place: Place | undefined): void {
    this.filter.value = place?.filter;
    this.finishedOpen.value = place?.finishedOpen ?? false;
  }

  /** arrange hands each lane its orders. Another filter is a new view, without gaps. */
  private arrange(): void {
    const orders = this.queue.data.value?.orders ?? [];
    const filter = this.filter.value;
    const shown = orders.filter((order) => !filter || order.choice?.drink === filter);
    const another = filter !== this.shownFilter;
    this.shownFilter = filter;
    batch(() => {
      for (const state of columnStates) {
        const mine = shown.filter((order) => order.state === state);
        if (another) this.lanes[state].replace(mine);
        else this.lanes[state].show(mine);
      }
    });
  }

  private report(queue: Queue): void {
    const news = this.watcher.look([...queue.orders, ...queue.finished]);
    for (const listener of this.listeners) listener(news, queue);
  }
}
