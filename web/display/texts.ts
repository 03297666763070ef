// The texts of the overhead display, in English.
import { clockTime } from "../shared/staff";

export const title = "Coffee shop";

export const preparing = "Preparing";
export const ready = "Ready to collect";

/** nothingReady and nothingPreparing stand where numbers appear. */
export const nothingReady = "Finished drinks appear here.";
export const nothingPreparing = "No drink is waiting to be made.";

/** page tells which part of the numbers is shown, when not all fit. */
export const page = (shown: number, pages: number) => `${shown} of ${pages}`;

/** called is read out when a drink is ready. */
export const called = (numbers: number[]) => (numbers.length === 1 ? `Number ${numbers[0]} is ready.` : `Numbers ${numbers.join(", ")} are ready.`);

/** wait is the estimated wait of an order placed now. */
export function wait(seconds: number): string {
  const minutes = Math.ceil(seconds / 60);
  return minutes <= 1 ? "About a minute to wait" : `About ${minutes} minutes to wait`;
}

export const scan = {
  title: "Scan to order",
  label: "QR code to order with. Scan it with your phone.",
  explanation: "Point your phone's camera at the code.",
  remaining: (drinks: number) => (drinks === 1 ? "1 drink left" : `${drinks} drinks left`),
  next: "Next code in",
  usedUp: { title: "All taken", explanation: "All drinks on this code are taken. The next code comes soon." },
  changing: { title: "One moment", explanation: "A new code is on its way." },
  offline: {
    title: "No code right now",
    explanation: (since: number) => `This display has been offline since ${clockTime(since)}. The next code comes when it is online again.`,
  },
  waiting: { title: "One moment", explanation: "The code is on its way." },
};

export const closed = {
  title: "We're closed",
  explanation: "The code to order with appears here when we open again.",
  opens: (when: string) => `We open again: ${when}.`,
  collect: "Drinks that are ready can still be collected.",
};

export const signIn = {
  signedOut: { title: "No code yet", explanation: "Sign in once as display to show the code to order with. It stays signed in for 30 days." },
  failed: (error: string) => `The sign-in page answered: ${error}. Please try again.`,
  button: "Sign in",
  forbidden: {
    title: "No code with this account",
    explanation: (name: string) => `${name || "This account"} may not show the code. Use an account in the group display.`,
  },
  other: "Use another account",
  unsupported: {
    title: "Signing in needs a secure connection",
    explanation: "This browser signs in only on pages with https, or on the computer that runs the shop, at its localhost address. Add ?site= and the shop's address for phones there.",
  },
};

export const stale = (heard: number) => `Numbers as of ${clockTime(heard)}`;

export const controls = {
  label: "Display settings",
  soundOn: "Sound: on",
  soundOff: "Sound: off",
  full: "Full screen",
  signOut: "Sign out",
  awake: "This browser lets the screen go dark. Switch that off in its settings.",
};
