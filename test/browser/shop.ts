import type { Choice, Day, Drink, Limits, Order, QRCode, Queue, QueuedOrder, Ticket } from '../../web/shared/contract.ts';
import { facts, type Name } from './facts.ts';

export const flatWhite: Choice = { drink: 'flat-white', modifiers: { milk: 'oat' } };
export const espresso: Choice = { drink: 'espresso' };

/** What a queue is filled with, over and over. */
const choices: Choice[] = [
  flatWhite, espresso, { drink: 'cappuccino', modifiers: { milk: 'oat', size: 'large' } }, { drink: 'flat-white', modifiers: { milk: 'soy' } },
  { drink: 'filter' }, flatWhite, { drink: 'cappuccino', modifiers: { milk: 'whole', size: 'small' } },
];

const drinks: Drink[] = [
  { id: 'flat-white', name: 'Flat white', available: true, modifiers: [{ name: 'milk', options: ['whole', 'oat', 'soy'] }] },
  { id: 'cappuccino', name: 'Cappuccino', available: true, modifiers: [{ name: 'milk', options: ['whole', 'oat'] }, { name: 'size', options: ['small', 'large'] }] },
  { id: 'espresso', name: 'Espresso', available: true },
  { id: 'filter', name: 'Filter coffee', available: true },
];

const limits: Limits = { queueLimit: 100, drinksPerCode: 10, codePeriodSeconds: 3600, collectWithinSeconds: 600, timeZone: 'UTC' };

/** A request that the shop refused. */
export class Refusal extends Error {
  constructor(readonly status: number, readonly code: string, message: string) {
    super(message);
  }
}

type Step = 'claim' | 'release' | 'complete' | 'recall' | 'collect';

/** The deployed shop, used through its HTTP API as customers and staff. */
export class Shop {
  constructor(private readonly at = facts) {}

  /** Ends all open orders, and opens the shop with its usual menu and limits, and a new code. */
  async reset() {
    await this.#control('reset');
    await this.setMenu(drinks);
    await this.setLimits({});
    await this.clearHours();
    await this.setOpen(true);
  }

  setOpen(open: boolean) {
    return this.#call('max', 'PUT', 'shop', { open });
  }

  setMenu(menu: Drink[]) {
    return this.#call('max', 'PUT', 'menu', { drinks: menu });
  }

  setAvailable(drink: string, available: boolean) {
    return this.#call('mia', 'PUT', `menu/${drink}`, { available });
  }

  /** Sets some of the limits, and the others to their usual values. */
  setLimits(some: Partial<Limits>) {
    return this.#call('max', 'PUT', 'settings', { ...limits, ...some });
  }

  /** Leaves opening and closing to people. */
  clearHours() {
    const week = Object.fromEntries(['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'].map((day) => [day, []]));
    return this.#call('max', 'PUT', 'hours', { week, exceptions: [] });
  }

  /** Returns the code on display. */
  async code(): Promise<string> {
    return (await this.#call<QRCode>('dora', 'GET', 'code')).code;
  }

  /** Returns how many drinks the code on display has left. */
  async remaining(): Promise<number> {
    return (await this.#call<QRCode>('dora', 'GET', 'code')).remaining;
  }

  /** Returns the path of the customers' page for the code on display, as its QR code has it. */
  async link(): Promise<string> {
    return `/#${await this.code()}`;
  }

  /** Redeems a code, by default the one on display. */
  async scan(code?: string): Promise<Ticket> {
    return this.#call(undefined, 'POST', 'orders', { code: code ?? await this.code() });
  }

  /** Redeems the code on display, places a drink, and waits until the order has its number. */
  async order(choice = flatWhite): Promise<Ticket & { number: number }> {
    const ticket = await this.scan();
    await this.#retry(() => this.#send(`Bearer ${ticket.secret}`, 'PUT', `orders/${ticket.orderId}`, choice));
    const number = await this.#retry(async () => {
      const { number } = await this.view(ticket);
      if (!number) throw new Refusal(0, 'order_state', `order ${ticket.orderId} has no number yet`);
      return number;
    });
    return { ...ticket, number };
  }

  /** Takes an order at the counter, and waits until it has its number. */
  async takeByHand(choice: Choice): Promise<QueuedOrder> {
    const { orderId } = await this.#call<QueuedOrder>('mia', 'POST', 'queue', choice);
    return this.#retry(async () => {
      const order = (await this.queue()).find(order => order.orderId === orderId && order.number > 0);
      if (!order) throw new Refusal(0, 'order_state', `order ${orderId} has no number yet`);
      return order;
    });
  }

  /** Fills the shop with orders, four at a time, some of which are being made by a barista or are ready. */
  async fill(orders: number, { making, ready }: { making: number; ready: number }) {
    const indices = Array.from({ length: orders }).keys();
    const takeOthers = async () => {
      for (const i of indices) {
        const { orderId } = await this.takeByHand(choices[i % choices.length]!);
        if (i < making) await this.move(orderId, 'claim', i % 2 ? 'mia' : 'ole');
        else if (i < making + ready) await this.move(orderId, 'complete', 'ole');
      }
    };
    await Promise.all([takeOthers(), takeOthers(), takeOthers(), takeOthers()]);
  }

  view(ticket: Ticket): Promise<Order> {
    return this.#send(`Bearer ${ticket.secret}`, 'GET', `orders/${ticket.orderId}`);
  }

  /** Moves an order as one of the baristas. */
  move(orderId: string, step: Step, by: Name = 'mia') {
    return this.#call(by, 'POST', `queue/${orderId}/${step}`);
  }

  turnDown(orderId: string, reason: string, by: Name = 'mia') {
    return this.#call(by, 'POST', `queue/${orderId}/cancel`, { reason });
  }

  /** Lists the orders in the queue. */
  async queue(): Promise<QueuedOrder[]> {
    return (await this.#call<Queue>('mia', 'GET', 'queue')).orders;
  }

  /** Returns today's numbers. */
  day(): Promise<Day> {
    return this.#call('max', 'GET', 'days/today');
  }

  /** Stops an order's execution: the order becomes FAILED. */
  stop(orderId: string) {
    return this.#control('stop', orderId);
  }

  /** Makes an order time out, as its workflow does after 15 minutes. */
  timeOut(orderId: string, waitingFor: 'customer' | 'barista') {
    return this.#control(`time-out-${waitingFor}`, orderId);
  }

  /** Makes a code one that has expired. */
  expire(code: string) {
    return this.#control('expire', code);
  }

  /** Ends somebody's sign-ins: their tokens are not renewed any more. */
  signOut(name: Name) {
    return this.#control('sign-out', name);
  }

  /** Runs the janitor, which reminds customers and gives up on drinks that nobody collects. */
  clean() {
    return this.#control('clean');
  }

  #call<T>(as: Name | undefined, method: string, path: string, body?: object): Promise<T> {
    return this.#send(as && `Bearer ${this.at.staff[as].token}`, method, path, body);
  }

  async #send<T>(authorization: string | undefined, method: string, path: string, body?: object): Promise<T> {
    const headers = { ...(authorization && { authorization }), ...(body && { 'content-type': 'application/json' }) };
    const answer = await fetch(`${this.at.api}/api/${path}`, { method, headers, body: body && JSON.stringify(body) });
    const content = await answer.json() as T & { code?: string; detail?: string };
    if (answer.ok) return content;
    throw new Refusal(answer.status, content.code ?? '', `${method} ${path}: ${answer.status} ${content.code}: ${content.detail}`);
  }

  /** Repeats a request while the order is not in the state for it yet. */
  async #retry<T>(request: () => Promise<T>): Promise<T> {
    for (const end = Date.now() + 60_000; ;) {
      try {
        return await request();
      } catch (error) {
        if (!(error instanceof Refusal) || error.code !== 'order_state' || Date.now() > end) throw error;
        await new Promise(resolve => setTimeout(resolve, 50));
      }
    }
  }

  async #control(verb: string, of = '') {
    const answer = await fetch(`${this.at.control}/${verb}?of=${encodeURIComponent(of)}`, { method: 'POST' });
    if (!answer.ok) throw new Error(`${verb} ${of}: ${await answer.text()}`);
  }
}
