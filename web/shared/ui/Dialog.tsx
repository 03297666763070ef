import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";

/** DialogProps are the content of a Dialog. */
export interface DialogProps {
  title: string;
  children?: ComponentChildren;
  /** Buttons. The first one to be safe: it gets the focus. */
  actions: ComponentChildren;
  /** Called when Escape closes it. Remove the Dialog then. */
  onClose(): void;
}

/**
 * Dialog asks for a confirmation. It is open as long as it is rendered; then the focus goes
 * back to where it was.
 */
export function Dialog({ title, children, actions, onClose }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = element.current;
    const before = document.activeElement;
    dialog?.showModal();
    return () => {
      dialog?.close();
      // The dialog has left the page already, so the browser does not restore the focus.
      if (document.activeElement === document.body && before instanceof HTMLElement) before.focus();
    };
  }, []);
  const cancel = (event: Event) => {
    event.preventDefault();
    onClose();
  };
  return (
    <dialog class="dialog" ref={element} aria-labelledby={id} onCancel={cancel}>
      <h2 id={id}>{title}</h2>
      <div class="body">{children}</div>
      <div class="actions">{actions}</div>
    </dialog>
  );
}
