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
  /** It is all that the page shows, so its title is the page's heading. */
  page?: boolean;
}

/** State fills a page or a part of one that is empty, loading, or failed. */
export function State({ icon, title, children, actions, loading, page }: StateProps) {
  const Part = page ? "main" : "section";
  const Title = page ? "h1" : "h2";
  return (
    <Part class={loading ? "state loading" : "state"} aria-busy={loading}>
      <Icon name={icon} />
      <Title>{title}</Title>
      {children && <p>{children}</p>}
      {actions}
    </Part>
  );
}
