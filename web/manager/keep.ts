import type { Menu } from "../shared/contract";
import { storageKey } from "../shared/storage-key";
import type { Draft } from "./draft";
import type { HourEntries } from "./hours";
import type { Entries } from "./limits";

/** KeptMenu is a menu being edited, and the menu that it began with. */
export interface KeptMenu {
  base: Menu;
  draft: Draft;
}

/** Kept is what is being edited. What is not is undefined. */
export interface Kept {
  menu?: KeptMenu | undefined;
  hours?: Partial<HourEntries> | undefined;
  limits?: Partial<Entries> | undefined;
}

const key = () => storageKey("manager-drafts");

/** keepDrafts keeps drafts while their manager signs in again, and reports whether it could. */
export function keepDrafts(kept: Kept): boolean {
  try {
    sessionStorage.setItem(key(), JSON.stringify(kept));
    return true;
  } catch {
    return false;
  }
}

/** takeDrafts returns the drafts that were kept, once. */
export function takeDrafts(): Kept {
  try {
    const text = sessionStorage.getItem(key());
    sessionStorage.removeItem(key());
    return text ? JSON.parse(text) : {};
  } catch {
    return {};
  }
}
