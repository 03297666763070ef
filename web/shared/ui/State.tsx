import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./Icon";

/** StateProps are the content of a State. */
export interface StateProps {
  icon: IconName;
  title: string;
  /** What happened and what to do next. */
  children?: ComponentChildren;
  /** Buttons or links. */
  actions?: ComponentChildren;
  loading?: boolean;
}

/** State fills a page or a part of one that is empty, loading, or failed. */
export function State({ icon, title, children, actions, loading }: StateProps) {
  return (
    <section class={loading ? "state loading" : "state"} aria-busy={loading}>
      <Icon name={icon} />
      <h2>{title}</h2>
      {children && <p>{children}</p>}
      {actions}
    </section>
  );
}
