// The texts of the day's numbers, in English.
import type { OutcomeCount } from "../shared/contract";

export const views = { label: "Views", menu: "Menu and settings", day: "Numbers" };

export const title = "Numbers of the day";
export const date = "Day";
export const today = "Today";
export const earlier = "The day before";
export const later = "The day after";
export const refresh = "Refresh";
export const download = "Download orders (CSV)";
export const loading = "Counting the orders…";
export const failed = "The numbers can't be loaded";
export const retry = "Try again";
export const unreachable = "The shop can't be reached. Please try again in a moment.";
export const signedOut = "Your sign-in has expired.";
export const empty = { title: "No orders on this day", text: "Nobody scanned a code or ordered at the counter." };

export const note = (timeZone: string, hours: number) =>
  `Times are in ${timeZone}${hours === 24 ? "" : `, where this day has ${hours} hours`}. Orders count on the day on which they were requested. They are kept for 90 days.`;

export const large = {
  orders: "orders",
  made: "drinks made",
  wait: "typical wait from order to ready",
  busiest: "busiest quarter hour",
  byHand: (orders: number) => (orders === 1 ? "1 at the counter" : `${orders} at the counter`),
  busiestOrders: (orders: number) => (orders === 1 ? "1 order" : `${orders} orders`),
};

export const outcomes: { title: string; names: Record<OutcomeCount["outcome"], string> } = {
  title: "How the orders ended",
  names: {
    collected: "Collected",
    unclaimed: "Made, not collected",
    ready: "Ready to be collected",
    open: "In progress",
    cancelledByCustomer: "Cancelled by the customer",
    cancelledByStaff: "Cancelled by staff",
    cancelledByShop: "Cancelled by the shop",
    customerTimedOut: "Customer took too long to choose",
    baristaTimedOut: "Not made in time",
    rejectedClosed: "Turned away: closed",
    rejectedFull: "Turned away: queue full",
    failed: "Failed",
  },
};

export const waits = {
  title: "Waits",
  of: "Only of drinks that were made.",
  half: "Half within",
  most: "95 % within",
  names: { scanToPlaced: "Scan to order", placedToReady: "Order to ready", readyToCollected: "Ready to collected" },
};

export const drinks = { title: "Drinks made", drink: "Drink", made: "Made", choices: "Choices", unknown: "Without a readable choice" };

export const quarters = {
  title: "Orders by quarter hour",
  from: "From",
  orders: "Orders",
  table: "As a table",
  summary: (orders: number, busiest: string) => `${orders === 1 ? "1 order" : `${orders} orders`}, most of them from ${busiest}.`,
};

export const column = { outcome: "Outcome", orders: "Orders", wait: "Wait" };

/** duration says how long a number of seconds is, such as "3 min 20 s". */
export function duration(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 ? `${minutes} min ${seconds % 60} s` : `${minutes} min`;
  return minutes % 60 ? `${Math.floor(minutes / 60)} h ${minutes % 60} min` : `${Math.floor(minutes / 60)} h`;
}
