const number = new Intl.NumberFormat("en");
const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const exact = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const plural = new Intl.PluralRules("en");
const count = (n: number, one: string, other: string) => `${number.format(n)} ${plural.select(n) === "one" ? one : other}`;

/** The texts of the customer's page. Other languages have the same keys. */
const texts = {
  title: "Coffee shop",
  language: "Language",
  dismiss: "Close this message",
  clock: (at: string) => time.format(new Date(at)),
  exactClock: (at: string) => exact.format(new Date(at)),
  mount: {
    loading: "One moment…",
    failed: "The shop can't be reached",
    explanation: "Check your connection. An order that you have already placed is being made, and this phone keeps it.",
    retry: "Try again",
  },
  badge: {
    live: "Live",
    reconnecting: (since: number) => `Reconnecting since ${time.format(since)}`,
    polling: "Updates every few seconds",
    offline: (since: number) => `Offline since ${time.format(since)}`,
    heard: (at: number) => `Last update at ${time.format(at)}`,
  },

  scan: {
    title: "Scan the code on the display",
    explanation: "Point your phone's camera at the code on the screen in the shop. Each scan is good for one drink.",
    open: "Open",
    closed: "Closed",
    openLine: (minutes: number) => `About ${count(minutes, "minute", "minutes")} to wait`,
    closedLine: "The display shows a code when we open again.",
    opensLine: (when: string) => `We open again: ${when}.`,
    closesLine: (when: string) => `We close: ${when}.`,
    menu: "Menu",
    soldOut: "Sold out",
  },

  loading: "Taking your place in the queue…",
  waiting: {
    offline: {
      title: "You're offline",
      explanation: "We keep trying, and continue when your phone is online again. Trying again never uses a second drink.",
    },
    busy: {
      title: "A lot is going on right now",
      explanation: "We keep trying. You don't need to scan again, and trying again never uses a second drink.",
    },
    retry: "Try again now",
  },

  refused: {
    again: "Try again",
    nextIn: "Next code in",
    nextNow: "There is a new code on the display now.",
    nowOpen: "The shop is open now.",
    shop_closed: {
      title: "The shop is closed",
      explanation: "We don't take orders at the moment. Your scan didn't use a drink. Scan the code on the display when we open again.",
    },
    queue_full: {
      title: "The queue is full",
      explanation: "The baristas have all the orders they can take. Your scan didn't use a drink. Try again in a few minutes.",
    },
    nothing_available: {
      title: "Everything is sold out",
      explanation: "There is nothing to order at the moment. Your scan didn't use a drink. Please ask the baristas.",
    },
    code_used_up: {
      title: "All drinks on this code are taken",
      explanation: "Others were quicker this time. Wait for the next code on the display, and scan that one.",
    },
    code_expired: {
      title: "This code has expired",
      explanation: "The display shows a new code every few minutes. Your scan didn't use a drink. Please scan the code that is there now.",
    },
    unknown: {
      title: "We don't recognise this code",
      explanation: "It may be from another shop, or was not read completely. Please scan the code on the display again.",
    },
    over: {
      title: "This order is over",
      explanation: "The order that this scan belongs to has ended. Please scan the code on the display again.",
    },
  },

  choose: {
    title: "What would you like?",
    timeLeft: "Time left to order",
    hurry: "Less than two minutes left. After that, your place goes to somebody else.",
    timeUp: "Your time is up",
    noPreference: "As usual",
    soldOut: "Sold out",
    drinkGone: (drink: string) => `${drink} has just sold out. Please choose another drink; your other choices are kept where possible.`,
    optionGone: (option: string) => `“${option}” is no longer available. Please choose something else; the rest is kept.`,
    pickFirst: "Choose a drink",
    order: (what: string) => `Order ${what}`,
    unavailable: (drink: string) => `${drink} is sold out`,
    dropOption: (option: string) => `Continue without “${option}”`,
    preparing: "One moment, getting your place…",
    giveUp: "Give up my place",
    closing: "The shop has closed for new orders. You still have your place.",
  },

  watch: {
    number: "Your number",
    numberSoon: "Your number is coming…",
    stages: "Progress of your order",
    PLACED: { name: "Ordered", title: "We have your order" },
    QUEUED: { name: "Queue", title: "In the queue" },
    MAKING: { name: "Making", title: "Your drink is being made" },
    READY: { name: "Ready", title: "Your drink is ready" },
    COLLECTED: { name: "Yours", title: "Enjoy your drink" },
    ahead: (n: number) => (n === 0 ? "You're next" : `${count(n, "order", "orders")} ahead of you`),
    wait: (minutes: number) => `about ${count(minutes, "minute", "minutes")}`,
    soon: "any moment now",
    late: "a little longer than usual",
    making: "A barista is making it right now.",
    stay: "This page changes as soon as it's ready. If you lock your phone or close the page, just come back to it.",
    sound: "Sound when ready",
    cancel: "Cancel order",
  },
  cancel: {
    title: "Cancel your order?",
    explanation: "Your place goes to somebody else. The drink on the code stays used: to order again, scan the code on the display.",
    keep: "Keep my order",
    confirm: "Yes, cancel it",
  },

  ready: {
    title: "Ready!",
    explanation: "Please collect your drink at the counter and say your number.",
    reminder: "Your drink is still waiting for you at the counter.",
    tab: (n: number) => `Number ${n} is ready!`,
  },

  ended: {
    newOrder: "New order",
    reason: "The baristas say",
    collected: { title: "Enjoy your drink!", explanation: "Thank you for your visit." },
    unclaimed: {
      title: "Your drink was not collected",
      explanation: "It was ready for a long time, so we put it aside. Please ask at the counter. The drink on the code is used.",
    },
    closed: {
      title: "The shop has just closed",
      explanation: "It closed before your order got its place. The drink is back on the code. Come back when we open again.",
    },
    full: {
      title: "The queue was full",
      explanation: "Somebody else got the last place. The drink is back on the code: scan again in a few minutes.",
    },
    cancelledByYou: {
      title: "You cancelled your order",
      explanation: "It won't be made. The drink on the code stays used. To order again, scan the code on the display.",
    },
    cancelledByUs: {
      title: "We had to cancel your order",
      explanation: "We're sorry. The drink is back on the code: scan again for another one.",
    },
    cancelledAutomatically: {
      title: "Your order was cancelled automatically",
      explanation: "Something went wrong on our side. The drink is back on the code: please scan again.",
    },
    customerTimedOut: {
      title: "Your time to order is up",
      explanation: "No drink was chosen in time, so your place went to somebody else. The drink is back on the code: scan again to order.",
    },
    baristaTimedOut: {
      title: "We didn't manage to make your drink",
      explanation: "We're sorry: it wasn't made in time, so the order was ended. The drink is back on the code: scan again, or ask the baristas.",
    },
    failed: {
      title: "Something went wrong with this order",
      explanation: "We're sorry. The drink is back on the code: please scan again, or ask the baristas.",
    },
  },

  remarks: {
    alreadyOrdered: "You already have an order on this phone; here it is. The new scan didn't use a drink.",
    notKept: "This browser stores nothing. Keep this page open until you have your drink.",
    orderGone: "We can't find that order any more. Please scan the code on the display.",
    soldOut: "That isn't available any more. Please look at your choice again.",
    tryAgain: "That didn't get through. Please try again; it can't happen twice.",
    tooLateToCancel: "The order can't be cancelled any more.",
    tooLateToOrder: "The order can't be changed any more.",
  },

  receipt: {
    title: "How your coffee was made",
    titleUnmade: "What happened to your order",
    lead: "There is no server in this shop. Your order went through these AWS services:",
    after: (seconds: number) => `after ${seconds < 60 ? `${number.format(Math.round(seconds * 10) / 10)} s` : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`}`,
    REQUESTED: { title: "You scanned the code", text: "API Gateway passed the scan to a Lambda function. In one DynamoDB transaction it took a drink from the code and stored your order. It then started the order's workflow in Step Functions." },
    STARTED: { title: "The workflow let you in", text: "Step Functions checked that the shop was open and the queue had room. It put the event OrderStarted on EventBridge with a task token, and paused until you chose." },
    PLACED: { title: "You chose your drink", text: "A Lambda function checked your choice against the menu, stored it in DynamoDB, and sent the task token back to Step Functions, which went on." },
    QUEUED: { title: "You got your number", text: "A counter in DynamoDB gave your order its number. The event AwaitingCompletion went over EventBridge to the baristas, and the workflow paused again." },
    MAKING: { title: "A barista took the order", text: "The barista signed in with Cognito. One conditional write to DynamoDB made sure that nobody else makes the same drink." },
    READY: { title: "Your drink was ready", text: "A Lambda function stored that and sent the second task token. Step Functions put OrderCompleted on EventBridge and ended the workflow." },
    COLLECTED: { title: "You collected it", text: "The last write to DynamoDB. The number left the display." },
    UNCLAIMED: { title: "Nobody collected it", text: "EventBridge runs a Lambda function each minute that looks for forgotten drinks. It took the number off the display." },
    REJECTED: { title: "The workflow turned you away", text: "Step Functions saw that the shop was closed or the queue full and ended. A Lambda function gave the drink back to the code." },
    CANCELLED: { title: "The order was cancelled", text: "A Lambda function stored that in DynamoDB and told the waiting workflow, which put OrderCancelled on EventBridge and ended." },
    TIMED_OUT: { title: "The time was up", text: "The workflow's wait in Step Functions ran out. An event on EventBridge told a Lambda function, which gave the drink back to the code." },
    FAILED: { title: "The workflow failed", text: "Step Functions caught the error and put OrderFailed on EventBridge. A Lambda function gave the drink back to the code." },
    live: { title: "And this page?", text: "Each change went from the DynamoDB table's stream to a Lambda function, which sent it to your phone through API Gateway's WebSocket." },
  },
};

export type Texts = typeof texts;

export default texts;
