import type { Order } from "../shared/contract";
import { Icon } from "../shared/ui/Icon";
import { languages } from "./languages";

/** Receipt tells how the coffee was made: the order's way through the AWS services. */
export function Receipt({ order }: { order: Order }) {
  const { receipt: texts, exactClock } = languages.texts;
  return (
    <details class="receipt card">
      <summary>
        <Icon name="receipt" />
        {texts.title}
        <Icon name="next" />
      </summary>
      <p>{texts.lead}</p>
      <ol>
        {order.stages.map(({ state, at }, i) => (
          <li key={state}>
            <h3>{texts[state].title}</h3>
            <p class="times">
              <time dateTime={at}>{exactClock(at)}</time>
              {i > 0 && <span>{texts.after(secondsBetween(order.stages[i - 1]?.at, at))}</span>}
            </p>
            <p>{texts[state].text}</p>
          </li>
        ))}
        <li>
          <h3>{texts.live.title}</h3>
          <p>{texts.live.text}</p>
        </li>
      </ol>
    </details>
  );
}

function secondsBetween(from: string | undefined, to: string): number {
  return from ? (Date.parse(to) - Date.parse(from)) / 1000 : 0;
}
