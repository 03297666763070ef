import { Icon } from "../shared/ui/Icon";

/** Loading is a screen that waits for the shop. */
export function Loading({ title }: { title: string }) {
  return (
    <section class="state loading" aria-busy="true">
      <Icon name="cup" />
      <h1>{title}</h1>
    </section>
  );
}
