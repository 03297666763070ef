import { type ComponentChild, render } from "preact";
import { Button } from "./Button";
import { State } from "./State";

/** MountTexts are shown until the page is loaded. */
export interface MountTexts {
  loading: string;
  failed: string;
  explanation: string;
  retry: string;
}

const pause = 10_000; // between attempts to load, on average

/**
 * mount renders what load returns, a loading state until then, and while load fails, an
 * explanation with a button to try again. It also tries again by itself, about every
 * 10 s: nobody presses a button on a wall.
 */
export function mount(texts: () => MountTexts, load: () => Promise<ComponentChild>): void {
  const page = document.getElementById("page") as HTMLElement;
  let timer: ReturnType<typeof setTimeout>;
  const run = async () => {
    clearTimeout(timer);
    try {
      render(await load(), page);
    } catch (error) {
      console.warn(error);
      fail();
    }
  };
  const start = () => {
    render(<State page icon="cup" title={texts().loading} loading />, page);
    void run();
  };
  const fail = () => {
    const { failed, explanation, retry } = texts();
    const again = (
      <Button look="primary" onClick={start}>
        {retry}
      </Button>
    );
    const failure = (
      <State page icon="wifi-off" title={failed} actions={again}>
        {explanation}
      </State>
    );
    render(failure, page);
    timer = setTimeout(() => void run(), pause * (0.8 + Math.random() * 0.4));
  };
  start();
}
