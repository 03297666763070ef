import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";

const menu = JSON.parse(readFileSync(new URL("../../cmd/coffee/menu.json", import.meta.url), "utf8"));

/** Shop is a shop in memory. Orders move only when control says so. */
export class Shop {
  open = true;
  estimate = 240;
  menu = structuredClone(menu);
  preparing = [41, 42, 44];
  ready = [43, 40];
  orders = new Map(); // by id: { order, secret, key }
  /** The problem that the next requests get: { code, status, retryAfter, times }. */
  failing;
  placeWithin = 900;
  remaining = 8;
  codePeriod = 300;
  limits = { queueLimit: 20, drinksPerCode: 10, codePeriodSeconds: 300, collectWithinSeconds: 600, timeZone: "Europe/Berlin" };
  hours = { week: Object.fromEntries(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"].map((day) => [day, []])), exceptions: [] };
  opensAt; // shown while the shop is closed
  build = "mock";
  groups; // of whoever signs in
  next = 45;

  board() {
    const mine = [...this.orders.values()].map((kept) => kept.order);
    const numbers = (...states) => mine.filter((order) => order.number && states.includes(order.state)).map((order) => order.number);
    return {
      open: this.open,
      ...(!this.open && this.opensAt && { opensAt: this.opensAt }),
      estimatedWaitSeconds: this.estimate,
      preparing: [...this.preparing, ...numbers("QUEUED", "MAKING")].sort((a, b) => a - b),
      ready: [...numbers("READY"), ...this.ready],
      version: Date.now(),
    };
  }

  shop() {
    const { open, estimatedWaitSeconds, preparing } = this.board();
    return { open, estimatedWaitSeconds, menu: this.menu, queueLength: preparing.length };
  }

  redeem(key) {
    for (const kept of this.orders.values()) if (kept.key === key) return kept;
    const orderId = randomBytes(8).toString("hex");
    const kept = { key, secret: randomBytes(32).toString("hex"), placeBy: new Date(Date.now() + this.placeWithin * 1000).toISOString() };
    kept.order = { orderId, state: "REQUESTED", placeBy: kept.placeBy, stages: [], version: 0 };
    this.orders.set(orderId, kept);
    this.move(orderId, "REQUESTED");
    return kept;
  }

  /** move puts an order into a state, with more of its fields. */
  move(orderId, state, more = {}) {
    const { order } = this.orders.get(orderId);
    const known = order.stages.findIndex((stage) => stage.state === state);
    if (known >= 0) order.stages.length = known;
    order.stages.push({ state, at: new Date().toISOString() });
    if (state === "QUEUED") order.number ??= this.next++;
    if (!["REQUESTED", "STARTED"].includes(state)) delete order.placeBy;
    Object.assign(order, { state, version: order.version + 1 }, more);
    return order;
  }
}
