import { computed, effect, type ReadonlySignal, signal, untracked } from "@preact/signals";
import { chime } from "../shared/attention";
import { clock } from "../shared/clock";
import type { Board, QRCode } from "../shared/contract";
import type { Live } from "../shared/live";
import type { SignIn } from "../shared/signin";
import { BoardStore, DisplayStore } from "../shared/stores";
import { Calls } from "./calls";
import { Refresher } from "./code";
import * as texts from "./texts";

/** groups may see the QR code. */
const groups = ["display", "manager"];

/** Wall is the state of the display. Numbers are for anyone; the QR code needs a sign-in. */
export class Wall {
  /** board is the newest board, undefined until the first one arrives. */
  readonly board: ReadonlySignal<Board | undefined>;
  /** code is the QR code, undefined without one. */
  readonly code: ReadonlySignal<QRCode | undefined>;
  /** mayShowCode is whether a member of the right group is signed in. */
  readonly mayShowCode: ReadonlySignal<boolean>;
  readonly calls = new Calls();
  /** said is the last call, for those who hear the page. */
  readonly said = signal("");

  private readonly display: DisplayStore;
  private readonly anyone = new BoardStore();
  private readonly refused = signal(false);

  constructor(
    readonly live: Live,
    readonly signIn: Pick<SignIn, "state" | "token" | "go" | "leave">,
  ) {
    this.display = new DisplayStore(signIn.token, (code) => {
      if (code === "forbidden") this.refused.value = true;
    });
    this.mayShowCode = computed(() => {
      const state = signIn.state.value;
      return !this.refused.value && state.kind === "signedIn" && state.groups.some((group) => groups.includes(group));
    });
    this.board = computed(() => newest(this.display.data.value, this.anyone.data.value));
    this.code = computed(() => (this.mayShowCode.value ? this.display.data.value?.code : undefined));
  }

  /** start connects the display, and returns a function that ends it. */
  start(): () => void {
    const refresher = new Refresher(
      () => this.live.ask(),
      () => clock.now(),
    );
    const ends = [
      effect(() => {
        const subscription = this.mayShowCode.value ? this.display : this.anyone;
        const end = untracked(() => this.live.subscribe(subscription));
        return () => untracked(end);
      }),
      effect(() => refresher.follow(this.code.value)),
      effect(() => {
        const board = this.board.value;
        if (board) untracked(() => this.call(board.ready));
      }),
    ];
    return () => {
      for (const end of ends) end();
      refresher.stop();
      this.live.close();
    };
  }

  private call(ready: number[]): void {
    const fresh = this.calls.look(ready);
    if (fresh.length === 0) return;
    this.said.value = texts.called(fresh);
    chime();
  }
}

function newest<T extends Board>(a: T | undefined, b: Board | undefined): Board | undefined {
  if (!a || !b) return a ?? b;
  return b.version > a.version ? b : a;
}
