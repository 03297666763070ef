import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

let first = true;

/**
 * Heading is the heading of a screen. It takes the focus when the screen replaces
 * another one, so that screen readers read on from there.
 */
export function Heading({ children }: { children: ComponentChildren }) {
  const element = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!first) element.current?.focus({ preventScroll: true });
    if (!first) scrollTo(0, 0);
    first = false;
  }, []);
  return (
    <h1 ref={element} tabIndex={-1} class="heading">
      {children}
    </h1>
  );
}
