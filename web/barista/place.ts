import { storageKey } from "../shared/storage-key";

/** Place is where a barista was before signing in again. */
export interface Place {
  filter?: string | undefined;
  finishedOpen?: boolean;
}

const key = () => storageKey("barista-place");

/** keepPlace keeps the place for the page that the sign-in comes back to. */
export function keepPlace(place: Place): void {
  try {
    sessionStorage.setItem(key(), JSON.stringify(place));
  } catch {
    // Without storage, the page starts with all drinks.
  }
}

/** takePlace returns the place that was kept, once. */
export function takePlace(): Place | undefined {
  try {
    const kept = sessionStorage.getItem(key());
    sessionStorage.removeItem(key());
    return kept ? JSON.parse(kept) : undefined;
  } catch {
    return undefined;
  }
}
