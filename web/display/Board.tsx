import type { Board as Numbered } from "../shared/contract";
import { Icon } from "../shared/ui/Icon";
import { Numbers } from "./Numbers";
import * as texts from "./texts";

interface BoardProps {
  board: Numbered;
  called: readonly number[];
}

/** Board is the two thirds of the display with the numbers. The newest ready one is the largest. */
export function Board({ board, called }: BoardProps) {
  const [newest, ...others] = board.ready;
  return (
    <div class="board">
      <section class="ready" aria-labelledby="ready">
        <h2 id="ready">
          <Icon name="check" />
          {texts.ready}
        </h2>
        {newest === undefined ? (
          <p class="empty">{texts.nothingReady}</p>
        ) : (
          <p key={newest} class={called.includes(newest) ? "newest number called" : "newest number"}>
            {newest}
          </p>
        )}
        {others.length > 0 && <Numbers numbers={others} called={called} label={texts.ready} />}
      </section>
      <section class="preparing" aria-labelledby="preparing">
        <h2 id="preparing">
          <Icon name="cup" />
          {texts.preparing}
        </h2>
        {board.preparing.length > 0 ? <Numbers numbers={board.preparing} label={texts.preparing} /> : <p class="empty">{texts.nothingPreparing}</p>}
      </section>
    </div>
  );
}
