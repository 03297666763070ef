import { clock } from "../shared/clock";
import { Button } from "../shared/ui/Button";
import { minutes } from "../shared/ui/Countdown";
import type { IconName } from "../shared/ui/Icon";
import { languages } from "./languages";
import { Outcome } from "./Outcome";
import type { Services } from "./services";
import type { Screen } from "./visit";

type Refusal = Extract<Screen, { kind: "refused" }>;

const icons: Record<string, IconName> = {
  shop_closed: "lock",
  queue_full: "person",
  nothing_available: "cup",
  code_used_up: "cup",
  code_expired: "clock",
};

/** Refused tells why a code was not redeemed, and what to do. */
export function Refused({ visit, board, refusal }: Services & { refusal: Refusal }) {
  const texts = languages.texts.refused;
  const { reason, code, next } = refusal;
  const { title, explanation } = texts[textOf(reason)];
  const mayTryAgain = ["shop_closed", "queue_full", "nothing_available"].includes(reason);
  return (
    <Outcome icon={icons[reason] ?? "scan"} tone="amber" title={title} explanation={explanation}>
      {reason === "code_used_up" && next !== undefined && <NextCode at={next} />}
      {reason === "shop_closed" && board.data.value?.open && <p class="hint">{texts.nowOpen}</p>}
      {mayTryAgain && (
        <Button look="primary" wide onClick={() => void visit.arrive(code)}>
          {texts.again}
        </Button>
      )}
    </Outcome>
  );
}

function NextCode({ at }: { at: number }) {
  const texts = languages.texts.refused;
  const left = Math.max(0, Math.ceil((at - clock.second.value) / 1000));
  return (
    <div role="status" class="next-code">
      {left === 0 ? (
        <strong>{texts.nextNow}</strong>
      ) : (
        <>
          {texts.nextIn}
          <span class="number" aria-live="off" role="timer">
            {minutes(left)}
          </span>
        </>
      )}
    </div>
  );
}

function textOf(reason: string) {
  switch (reason) {
    case "shop_closed":
    case "queue_full":
    case "nothing_available":
    case "code_used_up":
    case "code_expired":
      return reason;
    case "order_state":
      return "over";
    default:
      return "unknown";
  }
}
