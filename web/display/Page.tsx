import { useEffect } from "preact/hooks";
import { watchBuild } from "../shared/site";
import { badgeTexts } from "../shared/staff";
import { Badge } from "../shared/ui/Badge";
import { Icon } from "../shared/ui/Icon";
import { State } from "../shared/ui/State";
import { keepScreenOn } from "../shared/wakelock";
import { Board } from "./Board";
import { CodePanel } from "./CodePanel";
import { Controls } from "./Controls";
import { reload, reloadAtNight } from "./reload";
import type { Wall } from "./state";
import * as texts from "./texts";

/** Page is the overhead display: the QR code on the left, the numbers on the right. */
export function Page({ wall }: { wall: Wall }) {
  useEffect(() => {
    const ends = [wall.start(), keepScreenOn(), reloadAtNight(), watchBuild(() => void reload())];
    return () => {
      for (const end of ends) end();
    };
  }, []);
  const board = wall.board.value;
  const over = board && !board.open && board.ready.length + board.preparing.length === 0;
  return (
    <div class={over ? "wall over" : "wall"}>
      <header>
        <h1>
          <Icon name="cup" />
          {texts.title}
        </h1>
        {board?.open && <p class="wait">{texts.wait(board.estimatedWaitSeconds)}</p>}
        <Connection wall={wall} />
      </header>
      <main>
        <CodePanel wall={wall} />
        {!board && <State icon="cup" title="" loading />}
        {board && !over && <Board board={board} called={wall.calls.current.value} />}
      </main>
      <Controls wall={wall} />
      <div class="visually-hidden" aria-live="assertive">
        {wall.said.value}
      </div>
    </div>
  );
}

function Connection({ wall }: { wall: Wall }) {
  const { live } = wall;
  return (
    <p class="connection">
      {live.state.value.kind === "offline" && live.heard.value > 0 && <span>{texts.stale(live.heard.value)}</span>}
      <Badge live={live} texts={badgeTexts} />
    </p>
  );
}
