/** Sheet is a dialog of the page. */
export type Sheet =
  | { kind: "order" | "cancel"; orderId: string }
  /** Closes or opens the shop. */
  | { kind: "shop"; open: boolean }
  | { kind: "counter" | "menu" | "keys" | "account" };
