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

/**
 * mount renders what load returns, a loading state until then, and if load fails, an
 * explanation with a button to try again.
 */
export function mount(texts: () => MountTexts, load: () => Promise<ComponentChild>): void {
  const page = document.getElementById("page") as HTMLElement;
  const run = async () => {
    const { loading, failed, explanation, retry } = texts();
    render(<State page icon="cup" title={loading} loading />, page);
    try {
      render(await load(), page);
    } catch (error) {
      console.warn(error);
      const again = (
        <Button look="primary" onClick={() => void run()}>
          {retry}
        </Button>
      );
      const failure = (
        <State page icon="wifi-off" title={failed} actions={again}>
          {explanation}
        </State>
      );
      render(failure, page);
    }
  };
  void run();
}
