import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "../shared/ui/Icon";
import { Heading } from "./Heading";

/** OutcomeProps are the content of an Outcome. */
export interface OutcomeProps {
  icon: IconName;
  tone: "good" | "amber" | "bad";
  title: string;
  /** What happened, what becomes of the drink on the code, and what to do next. */
  explanation: string;
  children?: ComponentChildren;
}

/** Outcome is a screen that says how a scan or an order ended. */
export function Outcome({ icon, tone, title, explanation, children }: OutcomeProps) {
  return (
    <section class={`outcome ${tone}`}>
      <span class="disc">
        <Icon name={icon} />
      </span>
      <Heading>{title}</Heading>
      <p>{explanation}</p>
      {children}
    </section>
  );
}
