import type { ComponentChildren, JSX } from "preact";
import { useId } from "preact/hooks";
import { Icon } from "../shared/ui/Icon";

interface FieldProps {
  label: string;
  /** Explains the field, below it. */
  help?: string | undefined;
  /** What is wrong with its content. */
  fault?: string | undefined;
  children(attributes: { id: string; "aria-describedby": string | undefined; "aria-invalid": boolean | undefined }): JSX.Element;
  /** Stands behind the control, such as a unit. */
  after?: ComponentChildren;
}

/** Field is a control with its label, its explanation and what is wrong with it. */
export function Field({ label, help, fault, children, after }: FieldProps) {
  const id = useId();
  const described = [fault && `${id}-fault`, help && `${id}-help`].filter(Boolean).join(" ");
  return (
    <div class={fault ? "field wrong" : "field"}>
      <label for={id}>{label}</label>
      <div class="control">
        {children({ id, "aria-describedby": described || undefined, "aria-invalid": fault ? true : undefined })}
        {after}
      </div>
      {fault && <Fault id={`${id}-fault`} text={fault} />}
      {help && (
        <p class="help" id={`${id}-help`}>
          {help}
        </p>
      )}
    </div>
  );
}

/** Fault says what is wrong. */
export function Fault({ id, text }: { id?: string; text: string }) {
  return (
    <p class="fault" id={id}>
      <Icon name="warning" />
      <span>{text}</span>
    </p>
  );
}
