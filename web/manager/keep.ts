import type { Menu } from "../shared/contract";
import { storageKey } from "../shared/storage-key";
import type { Draft } from "./draft";

/** Kept is a menu being edited, and the menu that it began with. */
export interface Kept {
  base: Menu;
  draft: Draft;
}

const key = () => storageKey("manager-draft");

/** keepDraft keeps a draft while its manager signs in again, and reports whether it could. */
export function keepDraft(kept: Kept): boolean {
  try {
    sessionStorage.setItem(key(), JSON.stringify(kept));
    return true;
  } catch {
    return false;
  }
}

/** takeDraft returns the draft that was kept, once. */
export function takeDraft(): Kept | undefined {
  try {
    const text = sessionStorage.getItem(key());
    sessionStorage.removeItem(key());
    return text ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}
