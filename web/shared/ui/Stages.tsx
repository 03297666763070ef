import { Icon, type IconName } from "./Icon";

/** Step is one of the stages of a Stages line. */
export interface Step {
  name: string;
  icon: IconName;
  state: "done" | "current" | "coming";
  /** When it was reached, formatted. */
  time?: string;
}

/** Stages is an order's progress as a line of stages with their times. */
export function Stages({ steps, label }: { steps: Step[]; label: string }) {
  return (
    <ol class="stages" aria-label={label}>
      {steps.map((step) => (
        <li key={step.name} class={step.state} aria-current={step.state === "current" ? "step" : undefined}>
          <span class="dot">
            <Icon name={step.state === "done" ? "check" : step.icon} />
          </span>
          {step.name}
          {step.time && <time>{step.time}</time>}
        </li>
      ))}
    </ol>
  );
}
