// The day's numbers, for the mock: the same on every weekday, and none on weekends.

const outcomes = ["collected", "unclaimed", "ready", "open", "cancelledByCustomer", "cancelledByStaff", "cancelledByShop", "customerTimedOut", "baristaTimedOut", "rejectedClosed", "rejectedFull", "failed"];
const ended = { collected: 214, unclaimed: 3, ready: 2, open: 4, cancelledByCustomer: 6, cancelledByStaff: 2, customerTimedOut: 5, rejectedFull: 11 };

/** day answers a route of the day's numbers: [status, body], where text is a file. */
export function day(shop, path) {
  const today = new Date().toISOString().slice(0, 10);
  const [, , date, file] = path.split("/");
  const wanted = date === "today" ? today : date;
  const first = new Date(Date.now() - 89 * 86_400_000).toISOString().slice(0, 10);
  if (wanted > today || wanted < first) return [404, { code: "day_out_of_range", status: 404, detail: `Please choose a day from ${first} to ${today}.` }];
  if (file) return [200, "\uFEFForder id,number\r\n1,1\r\n"];
  const from = Date.parse(`${wanted}T00:00:00Z`);
  const closed = [0, 6].includes(new Date(from).getUTCDay());
  const quarters = Array.from({ length: 96 }, (_, i) => ({ from: new Date(from + i * 900_000).toISOString(), orders: closed ? 0 : Math.max(0, Math.round(9 - Math.abs(i - 35) + (i > 44 && i < 60 ? 8 + (i % 3) : 0))) }));
  const orders = quarters.reduce((sum, quarter) => sum + quarter.orders, 0);
  const wait = (p50, p95) => (closed ? { orders: 0, p50: 0, p95: 0 } : { orders: 219, p50, p95 });
  return [200, {
    date: wanted, timeZone: shop.limits.timeZone, from: new Date(from).toISOString(), to: new Date(from + 86_400_000).toISOString(), first, today,
    orders, byHand: closed ? 0 : 31, made: closed ? 0 : 219, quarters,
    outcomes: outcomes.map((outcome) => ({ outcome, orders: closed ? 0 : (ended[outcome] ?? 0) })),
    drinks: closed ? [] : shop.menu.drinks.map((drink, i) => ({
      drink: drink.id, name: drink.name, made: 90 - 17 * i,
      modifiers: (drink.modifiers ?? []).flatMap(({ name, options }) => options.map((option, j) => ({ name, option, made: 40 - 9 * j }))),
    })),
    waits: { scanToPlaced: wait(42, 180), placedToReady: wait(200, 615), readyToCollected: wait(75, 400) },
    busiest: quarters.filter((quarter) => quarter.orders > 0).sort((a, b) => b.orders - a.orders).slice(0, 3),
  }];
}
