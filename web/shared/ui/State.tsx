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
  /** The level of the heading: 1 if it is the page's only one. Default: 2. */
  level?: 1 | 2;
}

/** State fills a page or a part of one that is empty, loading, or failed. */
export function State({ icon, title, children, actions, loading, level = 2 }: StateProps) {
  const Heading = `h${level}` as const;
  return (
    <section class={loading ? "state loading" : "state"} aria-busy={loading}>
      <Icon name={icon} />
      <Heading>{title}</Heading>
      {children && <p>{children}</p>}
      {actions}
    </section>
  );
}
