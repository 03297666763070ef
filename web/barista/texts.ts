// The texts of the baristas' page, in English.
import type { QueuedOrder, State } from "../shared/contract";
import type { Step } from "./steps";

/** Column is a state that has a column of its own. */
export type ColumnState = "QUEUED" | "MAKING" | "READY";

export const title = "Queue";
export const pageName = "the baristas' page";

export const columns: Record<ColumnState, string> = { QUEUED: "Queued", MAKING: "Making", READY: "Ready" };

const empty: Record<ColumnState, string> = {
  QUEUED: "New orders appear here by themselves.",
  MAKING: "Nobody is making a drink.",
  READY: "No drink is waiting to be collected.",
};

/** emptyText says what an empty column means. */
export function emptyText(state: ColumnState, open: boolean, filtered: boolean): string {
  if (filtered) return "None of this drink.";
  return state === "QUEUED" && !open ? "The shop is closed." : empty[state];
}

/** steps name the state that they set. */
export const steps: Record<Step, string> = {
  claim: "Making",
  release: "Back to the queue",
  complete: "Ready",
  recall: "Recall",
  collect: "Collected",
};

export const states: Record<State, string> = {
  REQUESTED: "Requested",
  STARTED: "Choosing",
  PLACED: "Placed",
  QUEUED: "Queued",
  MAKING: "Making",
  READY: "Ready",
  COLLECTED: "Collected",
  UNCLAIMED: "Not collected",
  REJECTED: "Turned away",
  CANCELLED: "Cancelled",
  TIMED_OUT: "Timed out",
  FAILED: "Failed",
};

const reasons: Record<string, string> = {
  ShopClosed: "the shop is closed",
  QueueFull: "the queue is full",
  CustomerTimedOut: "no drink was chosen in time",
  BaristaTimedOut: "it was not made in time",
  OrderCancelled: "it was cancelled",
  OrderFailed: "something went wrong",
};

/** reasonText says why an order ended early. */
export function reasonText(order: QueuedOrder): string {
  return order.explanation || reasons[order.reason ?? ""] || "";
}

/** numberText names an order. */
export function numberText(order: QueuedOrder): string {
  return order.number ? `Number ${order.number}` : "Counter order";
}

/** waited says how long an order has waited, by the minute, for those who hear the page. */
export function waited(order: QueuedOrder, seconds: number, late: boolean): string {
  const minutes = Math.floor(seconds / 60);
  const time = minutes === 0 ? "less than a minute" : minutes === 1 ? "1 minute" : `${minutes} minutes`;
  return `${order.state === "READY" ? "Ready" : "Waiting"} for ${time}${late ? ", late" : ""}.`;
}

/** arrivedText and movedText are read out when the queue changes. */
export const arrivedText = (order: QueuedOrder, drink: string) => `New order: number ${order.number}, ${drink}.`;
export function movedText(order: QueuedOrder): string {
  const by = order.state === "MAKING" && order.barista ? ` by ${order.barista}` : "";
  return `${numberText(order)}: ${states[order.state]}${by}.`;
}

export const nobody = "No drink given";
export const counter = ", taken at the counter";
export const more = (order: QueuedOrder) => `${order.number}, more actions`;
export const stepLabel = (order: QueuedOrder, step: Step, drink: string) => `${steps[step]}: number ${order.number}, ${drink}`;
export const madeBy = (barista: string) => `${barista} is making it`;

export const header = {
  open: "Open",
  closed: "Closed",
  wait: (seconds: number) => (seconds < 60 ? "wait under 1 min" : `wait about ${Math.round(seconds / 60)} min`),
  counter: "Counter order",
  drinks: "Drinks",
  soundOn: "Chime on",
  soundOff: "Chime off",
  keys: "Keys",
  closeShop: "Close shop",
  openShop: "Open shop",
  account: (name: string) => `Account ${name}`,
  refused: "Not updating",
};

export const allDay = {
  label: "To make, by drink",
  all: "All",
  none: "Nothing to make",
};

export const finished = {
  title: (count: number) => `Last finished (${count})`,
  label: "Last finished",
  none: "No order has ended in the last 30 minutes.",
};

export const hints = {
  keys: "Type a number to choose an order, ? for all keys.",
  wake: "This browser lets the screen go dark. Switch off the tablet's auto-lock in its settings.",
  typed: (digits: string, drink: string | undefined) => (drink ? `Number ${digits}: ${drink}` : `Number ${digits}`),
};

export const dismiss = "Dismiss";
export const close = "Close";
export const back = "Back";

export const loading = {
  title: "Loading the queue…",
  failed: "The queue can't be loaded",
  explanation: "The shop can't be reached. The page goes on trying by itself.",
  retry: "Try now",
};

export const stale = {
  offline: "No connection: what you see may be out of date.",
  expired: "Your sign-in has expired. Nothing is lost; sign in again to go on.",
  forbidden: "Your account may no longer see the queue.",
  signIn: "Sign in again",
  other: "Use another account",
};

export const order = {
  modifiers: "With",
  waiting: "Waiting",
  ready: "Ready for",
  barista: "Barista",
  takenBy: "Taken at the counter by",
  cancel: "Cancel order…",
  recall: (left: string) => `Recall, ${left} left`,
  complete: "Ready, without claiming it",
  gone: "This order has ended.",
};

export const cancel = {
  title: (number: number) => `Cancel number ${number}?`,
  legend: "The customer reads this reason",
  presets: [
    "Sorry, we ran out of an ingredient.",
    "Sorry, our machine needs a repair.",
    "Sorry, we can't make it in time.",
    "Cancelled as you asked.",
  ],
  own: "Another reason",
  ownLabel: "Reason, in your words",
  confirm: "Cancel order",
  keep: "Keep order",
};

export const shop = {
  close: "Close the shop?",
  closeText: (waiting: number) =>
    waiting === 0 ? "Customers can't order until it is open again." : `Customers can't order until it is open again. The ${waiting} in the queue are still to be made.`,
  open: "Open the shop?",
  openText: "Customers can order at once.",
  keepOpen: "Keep it open",
  keepClosed: "Keep it closed",
  closeConfirm: "Close shop",
  openConfirm: "Open shop",
  closed: "The shop is closed.",
  opened: "The shop is open.",
};

export const menu = {
  title: "Drinks",
  available: "Available",
  soldOut: "Sold out",
  setAvailable: "Make available",
  setSoldOut: "Mark sold out",
  none: "The menu is empty. A manager can add drinks.",
};

export const counterOrder = {
  title: "Counter order",
  drink: "Drink",
  submit: (name: string) => `Order ${name}`,
  choose: "Choose a drink",
  sent: (name: string) => `Counter order: ${name} is on its way to the queue.`,
  queued: (name: string, number: number) => `Counter order: ${name} is number ${number}.`,
  rejected: (name: string, reason: string) => `Counter order: ${name} was turned away, ${reason || "without a reason"}.`,
  reused: "The first attempt did arrive: that drink is on its way to the queue. Start a new order for another one.",
};

export const keys = {
  title: "Keys",
  use: "Single keys work",
  digits: "Digits",
  digitsText: "Choose an order by its number",
  enter: "Enter",
  enterText: "Take the number, or press the marked button",
  arrows: "Arrows",
  arrowsText: "Go to another order",
  escape: "Esc",
  escapeText: "Leave: the number, the dialog, the filter",
  commands: {
    m: "Making",
    r: "Ready",
    c: "Collected",
    q: "Back to the queue",
    u: "Recall",
    x: "Cancel…",
    i: "More about the order",
    n: "Counter order",
    d: "Drinks, sold out",
    o: "Open or close the shop",
    f: "Last finished",
    a: "All drinks again",
    s: "Chime",
    "?": "These keys",
  } as Record<string, string>,
};

export const account = {
  title: (name: string) => `Signed in as ${name}`,
  text: "Sign out when your shift ends.",
  signOut: "Sign out",
};

export const failures = {
  offline: (what: string) => `${what}: the shop can't be reached. Try again; doing it twice does no harm.`,
  other: (what: string, detail: string) => `${what}: ${detail}`,
  unknownNumber: (number: number) => `There is no number ${number} in the queue.`,
  noneChosen: "Choose an order first: type its number.",
  impossible: (order: QueuedOrder, step: string) => `${numberText(order)} can't be set to "${step}" now.`,
};

export const tab = {
  title: (queued: number) => (queued ? `(${queued}) Queue · Coffee shop` : "Queue · Coffee shop"),
  arrived: (count: number) => (count === 1 ? "1 new order" : `${count} new orders`),
};

export const build = { text: "A new version of this page is ready.", reload: "Reload" };
