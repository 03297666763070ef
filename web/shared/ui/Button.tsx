import type { ButtonHTMLAttributes } from "preact";
import { Icon, type IconName } from "./Icon";

/** ButtonProps are a button's attributes and its look. */
export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: "primary" | "danger" | "quiet";
  /** As wide as its container, and larger. */
  wide?: boolean;
  icon?: IconName;
  /** While its request is on the way: a press does nothing, and the focus stays. */
  busy?: boolean;
}

/**
 * Button is at least 44 px high and wide. One of an icon alone needs an aria-label.
 */
export function Button({ look, wide, icon, busy, class: more, children, onClick, ...rest }: ButtonProps) {
  const classes = ["button", look, wide && "wide", !children && "bare", more].filter(Boolean).join(" ");
  const state = busy ? { "aria-busy": true, "aria-disabled": true } : {};
  return (
    <button type="button" {...rest} {...state} class={classes} onClick={busy ? undefined : onClick}>
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
}
