import { useLayoutEffect, useRef } from "preact/hooks";

/**
 * useFocus returns a function that moves the focus to the first element that a selector
 * finds inside another, as soon as the page shows it.
 */
export function useFocus(inside: { current: HTMLElement | null }): (selector: string) => void {
  const wanted = useRef<string | undefined>(undefined);
  useLayoutEffect(() => {
    if (!wanted.current) return;
    const element = inside.current?.querySelector<HTMLElement>(wanted.current);
    if (!element) return;
    wanted.current = undefined;
    element.focus();
  });
  return (selector) => {
    wanted.current = selector;
  };
}
