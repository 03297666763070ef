import type { Order, State } from "../shared/contract";
import { Icon } from "../shared/ui/Icon";
import { languages } from "./languages";
import { enteredAt } from "./progress";

/** The AWS services that took an order into a state, and that told the page. */
const services: Record<State | "live", string[]> = {
  REQUESTED: ["API Gateway", "Lambda", "DynamoDB"],
  STARTED: ["Step Functions", "EventBridge"],
  PLACED: ["API Gateway", "Lambda", "DynamoDB"],
  QUEUED: ["Step Functions", "DynamoDB", "EventBridge"],
  MAKING: ["Cognito", "API Gateway", "Lambda", "DynamoDB"],
  READY: ["Lambda", "Step Functions", "EventBridge"],
  COLLECTED: ["API Gateway", "Lambda", "DynamoDB"],
  UNCLAIMED: ["EventBridge", "Lambda", "DynamoDB"],
  REJECTED: ["Step Functions", "EventBridge", "Lambda"],
  CANCELLED: ["Lambda", "Step Functions", "EventBridge"],
  TIMED_OUT: ["Step Functions", "EventBridge", "Lambda"],
  FAILED: ["Step Functions", "EventBridge", "Lambda"],
  live: ["DynamoDB Streams", "Lambda", "API Gateway"],
};

/** Receipt tells how the coffee was made: the order's way through the AWS services. */
export function Receipt({ order }: { order: Order }) {
  const { receipt: texts, exactClock } = languages.texts;
  const made = enteredAt(order, "READY") !== undefined;
  return (
    <details class="receipt card">
      <summary>
        <Icon name="receipt" />
        {made ? texts.title : texts.titleUnmade}
        <Icon name="next" />
      </summary>
      <p>{texts.lead}</p>
      <ol>
        {order.stages.map(({ state, at }, i) => (
          <li key={state}>
            <h2>{texts[state].title}</h2>
            <p class="times">
              <time dateTime={at}>{exactClock(at)}</time>
              {i > 0 && <span>{texts.after(secondsBetween(order.stages[i - 1]?.at, at))}</span>}
            </p>
            <p>{texts[state].text}</p>
            <Services names={services[state]} />
          </li>
        ))}
        <li>
          <h2>{texts.live.title}</h2>
          <p>{texts.live.text}</p>
          <Services names={services.live} />
        </li>
      </ol>
    </details>
  );
}

function Services({ names }: { names: string[] }) {
  return (
    <ul class="services">
      {names.map((name) => (
        <li key={name}>{name}</li>
      ))}
    </ul>
  );
}

function secondsBetween(from: string | undefined, to: string): number {
  return from ? (Date.parse(to) - Date.parse(from)) / 1000 : 0;
}
