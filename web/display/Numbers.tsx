import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { type Area, fit } from "./fit";
import * as texts from "./texts";

interface NumbersProps {
  numbers: readonly number[];
  /** Those of them that are being called. */
  called?: readonly number[];
  label: string;
}

const pageTime = 8000; // how long each page of numbers is shown, in milliseconds

/** Numbers fills its area with numbers: smaller if there are many, and in pages if there are more. */
export function Numbers({ numbers, called = [], label }: NumbersProps) {
  const element = useRef<HTMLDivElement>(null);
  const area = useArea(element);
  const { size, columns, perPage } = fit(numbers, area ?? { width: 1, height: 1, window: 1 });
  const pages = Math.ceil(numbers.length / perPage);
  const page = useTurn(pages);
  const shown = numbers.slice(page * perPage, (page + 1) * perPage);
  return (
    <div class="area" ref={element}>
      {area && (
        <ol class="numbers number" aria-label={label} style={{ fontSize: `${size}px`, gridTemplateColumns: `repeat(${columns}, auto)` }}>
          {shown.map((number) => (
            <li key={number} class={called.includes(number) ? "called" : undefined}>
              {number}
            </li>
          ))}
        </ol>
      )}
      {pages > 1 && <p class="page">{texts.page(page + 1, pages)}</p>}
    </div>
  );
}

/** useArea follows the size of an element, undefined before it is laid out. */
function useArea(element: { current: HTMLElement | null }): Area | undefined {
  const [area, setArea] = useState<Area>();
  useLayoutEffect(() => {
    const box = element.current;
    if (!box) return;
    const measure = () => setArea({ width: box.clientWidth, height: box.clientHeight, window: innerHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    return () => observer.disconnect();
  }, []);
  return area;
}

/** useTurn turns the pages one after the other, and returns the index of the one to show. */
function useTurn(pages: number): number {
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (pages <= 1) return;
    const timer = setInterval(() => setTurn((turn) => turn + 1), pageTime);
    return () => clearInterval(timer);
  }, [pages > 1]);
  return pages > 1 ? turn % pages : 0;
}
