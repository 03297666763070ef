import { Countdown, remaining } from "../shared/ui/Countdown";
import { Icon } from "../shared/ui/Icon";
import { languages } from "./languages";

const warnAt = 120; // seconds before the end

/** TimeLeft counts down the time to order, with a warning in the last two minutes. */
export function TimeLeft({ until }: { until: string }) {
  const texts = languages.texts.choose;
  const left = remaining(until);
  const hurry = left <= warnAt;
  return (
    <div class={hurry ? "time-left hurry" : "time-left"}>
      <p>
        <Icon name="clock" />
        {texts.timeLeft}
        <Countdown until={until} />
      </p>
      <p role="status">{left === 0 ? texts.timeUp : hurry ? texts.hurry : ""}</p>
    </div>
  );
}
