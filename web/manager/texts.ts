// The texts of the manager's page, in English.
import type { LimitName } from "./limits";

const number = new Intl.NumberFormat("en");

export const title = "Manager";
export const pageName = "the manager's page";
export const dismiss = "Close this message";
export const loading = "Loading the menu…";

export const shop = {
  open: "Open",
  closed: "Closed",
  opens: (when: string) => `Opens: ${when}`,
  closes: (when: string) => `Closes: ${when}`,
  openAction: "Open the shop",
  closeAction: "Close the shop",
  openTitle: "Open the shop?",
  openText: "Customers can order at once, with the code on the display.",
  closeTitle: "Close the shop?",
  closeText: (waiting: number, hasHours: boolean) => {
    const until = `Nobody can order until you open it again${hasHours ? ", or its opening hours do" : ""}.`;
    return waiting === 0 ? until : `${until} ${waiting === 1 ? "One order is" : `${waiting} orders are`} still waiting and will be made.`;
  },
  keepOpen: "Keep it open",
  keepClosed: "Keep it closed",
  needsDrink: "The menu is empty. Add a drink and save the menu before you open the shop.",
  opened: "The shop is open.",
  didClose: "The shop is closed.",
};

export const account = { signOut: "Sign out", label: (name: string) => `Signed in as ${name}` };

export const menu = {
  title: "Menu",
  bar: { unsaved: "The menu has unsaved changes", saved: "No unsaved changes in the menu", save: "Save menu" },
  empty: "The menu is empty. Customers can only order once it has a drink.",
  add: "Add a drink",
  unnamed: "New drink",
  available: "Available",
  soldOut: "Sold out",
  availability: (drink: string) => `${drink} is available`,
  up: (drink: string) => `Move ${drink} up`,
  down: (drink: string) => `Move ${drink} down`,
  moved: (drink: string, place: number, of: number) => `${drink} is now number ${place} of ${of}.`,
  edit: (drink: string) => `Edit ${drink}`,
  remove: "Remove this drink",
  removed: (drink: string) => `${drink} is removed once you save the menu.`,
  noModifiers: "No choices",
  keys: "Alt + ↑ or ↓ moves the drink that you are in.",
  name: "Name",
  id: "Id",
  idHelp: "Identifies the drink in orders. Lowercase letters, digits and hyphens. It cannot be changed later.",
  idFixed: "Identifies the drink in orders. It cannot be changed.",
};

export const modifiers = {
  title: "Choices",
  explanation: "What customers may choose with this drink, such as the milk. They can leave each to the barista.",
  add: "Add a choice",
  name: "Name of the choice",
  placeholder: "milk",
  options: "Options, one per line",
  unnamed: "this choice",
  remove: (name: string) => `Remove ${name}`,
};

export const save = {
  discard: "Discard",
  done: "The menu is saved. Customers see it now.",
  wrong: (faults: number) => (faults === 1 ? "One field needs another look." : `${faults} fields need another look.`),
  refused: (detail: string) => `The shop did not take it: ${detail}`,
  offline: "The shop can't be reached. Your changes are kept on this page; try again in a moment.",
  busy: "The shop is busy. Your changes are kept on this page; try again in a moment.",
};

export const discard = {
  title: "Discard your changes?",
  text: "The menu goes back to what customers see now.",
  keep: "Keep editing",
  confirm: "Discard changes",
};

export const conflict = {
  text: "Somebody else changed the menu while you were editing it.",
  load: "Load their menu",
  keep: "Keep mine",
  explanation: "Loading it drops your changes. If you keep yours, saving replaces theirs.",
};

export const standing = {
  expired: "Your sign-in has expired. Your changes are kept while you sign in again.",
  signIn: "Sign in",
  offline: "Offline. You can go on editing, and save when the connection is back.",
  retry: "Try again",
  build: "There is a new version of this page.",
  reload: "Reload",
};

export const hours = {
  title: "Opening hours",
  help: "The shop opens and closes by itself at these times, in its time zone (see the settings). Opening or closing it by hand holds until the next of them. New hours apply within a minute. Without any, it opens and closes by hand only.",
  bar: { unsaved: "Unsaved changes", saved: "No unsaved changes", save: "Save opening hours" },
  done: "The opening hours are saved.",
  failed: "The opening hours can't be loaded.",
  loading: "Loading the opening hours…",
  closed: "closed",
  days: { monday: "Monday", tuesday: "Tuesday", wednesday: "Wednesday", thursday: "Thursday", friday: "Friday", saturday: "Saturday", sunday: "Sunday" },
  exceptions: { label: "Dates with other hours", help: "One line each, such as 2026-12-24 closed, or 2026-12-31 10:00-14:00." },
  wrongTimes: "Times such as 8:00-12:00, 13:00-18:00, in order, please. Leave it empty for closed. 20:00-2:00 ends on the next day.",
  tooManyTimes: (most: number) => `At most ${most} times on one day, please.`,
  tooManyDates: (most: number) => `At most ${most} dates, please. Dates that are over can go.`,
  wrongLine: (line: string) => `A date once and its hours, such as 2026-12-24 closed, please. This line is wrong: ${line}`,
};

export const limits = {
  title: "Settings",
  bar: { unsaved: "Unsaved changes", saved: "No unsaved changes", save: "Save settings" },
  done: "The settings are saved.",
  failed: "The settings can't be loaded.",
  loading: "Loading the settings…",
  range: (min: number, max: number, unit: string) => `${number.format(min)} to ${number.format(max)} ${unit}`,
  fields: {
    queueLimit: {
      label: "Orders at once",
      unit: "orders",
      help: "How many orders may be in progress. Further customers are turned away, without using up a drink. 0 means the limit the shop was deployed with. Applies from the next order.",
    },
    drinksPerCode: {
      label: "Drinks per code",
      unit: "drinks",
      help: "How many orders one QR code is good for. Applies at once; drinks already taken count.",
    },
    codePeriodSeconds: {
      label: "Time per code",
      unit: "seconds",
      help: "How long the display shows a QR code before the next one. Applies from the next code.",
    },
    collectWithinSeconds: {
      label: "Time to collect",
      unit: "seconds",
      help: "How long a drink is ready before its customer is reminded. After twice that time its number leaves the display. 0 means 600.",
    },
  } satisfies Record<LimitName, { label: string; unit: string; help: string }>,
  timeZone: { label: "Time zone", help: "Where the shop is, such as Europe/Berlin. Its days begin at midnight there. Applies at once, to earlier days too." },
};

/** duration says how long a number of seconds is, such as "5 min". Empty under two minutes. */
export function duration(seconds: number): string {
  if (!(seconds >= 120)) return "";
  const parts = [
    [Math.floor(seconds / 3600), "h"],
    [Math.floor(seconds / 60) % 60, "min"],
    [seconds % 60, "s"],
  ] as const;
  return `= ${parts.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`).join(" ")}`;
}

export const preview = {
  title: "What customers see",
  unsaved: "With your unsaved changes",
  closed: "While the shop is closed, customers see that it is, and cannot order.",
  empty: "Nothing to choose from.",
};

export const faults = {
  emptyMenu: "The shop is open, and an open shop needs a drink on its menu. Add one, or close the shop first.",
  tooManyDrinks: (most: number) => `A menu has at most ${most} drinks.`,
  tooLarge: "The menu is too large. Shorten names or options.",
  noName: "A name is needed.",
  tooLong: (most: number) => `At most ${most} characters, please.`,
  id: "Use 1 to 64 lowercase letters, digits and hyphens.",
  idTaken: "Another drink has this id.",
  nameTaken: "Another choice of this drink has this name.",
  tooManyModifiers: (most: number) => `A drink has at most ${most} choices.`,
  noOptions: "At least one option is needed.",
  tooManyOptions: (most: number) => `At most ${most} options, please.`,
  optionTwice: "An option is listed twice.",
  timeZone: "A time zone such as Europe/Berlin or America/New_York, please.",
  outOfBounds: (min: number, max: number) => `A whole number from ${number.format(min)} to ${number.format(max)}, please.`,
};
