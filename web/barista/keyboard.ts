import { switchSound, soundOn } from "../shared/attention";
import type { QueuedOrder } from "../shared/contract";
import { takeStep } from "./actions";
import type { Focus } from "./focus";
import { type Command, KeyPad } from "./keys";
import type { Desk } from "./state";
import { type Step, canCancel, nextStep, otherSteps } from "./steps";
import * as texts from "./texts";
import { clock } from "../shared/clock";

/** Keyboard works the page by single keys. */
export class Keyboard {
  readonly pad: KeyPad;

  constructor(
    private readonly desk: Desk,
    private readonly focus: Focus,
  ) {
    this.pad = new KeyPad((command, number) => this.run(command, number));
  }

  /** press takes a keydown event of the document. */
  press(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (this.desk.sheet.value || isText(event.target) || !this.desk.keysOn.value) return;
    const handled = event.key.startsWith("Arrow") ? this.focus.step(event.key) : this.pad.press(event.key);
    if (handled) event.preventDefault();
  }

  private run(command: Command, number: number | undefined): void {
    if (number !== undefined && !this.choose(number)) return;
    const { desk } = this;
    switch (command.kind) {
      case "choose":
        return;
      case "step":
        return this.withOrder((order) => this.step(order, command.step));
      case "cancel":
        return this.withOrder((order) => {
          if (canCancel(order)) desk.sheet.value = { kind: "cancel", orderId: order.orderId };
          else this.refuse(order, texts.states.CANCELLED);
        });
      case "more":
        return this.withOrder((order) => {
          desk.sheet.value = { kind: "order", orderId: order.orderId };
        });
      case "shop": {
        const board = desk.board.data.value;
        if (board) desk.sheet.value = { kind: "shop", open: !board.open };
        return;
      }
      case "sound":
        return void switchSound(!soundOn.value);
      case "finished":
        desk.finishedOpen.value = !desk.finishedOpen.value;
        return;
      case "all":
        desk.filter.value = undefined;
        return;
      case "leave":
        if (!this.focus.leave()) desk.filter.value = undefined;
        return;
      default:
        desk.sheet.value = { kind: command.kind };
    }
  }

  /** choose focuses the order with a number, if need be among all drinks. */
  private choose(number: number): boolean {
    const order = this.desk.find(number);
    if (!order) {
      this.desk.notice.value = { kind: "warning", text: texts.failures.unknownNumber(number) };
      return false;
    }
    if (this.focus.to(order.orderId)) return true;
    this.desk.filter.value = undefined;
    this.focus.next(order.orderId);
    return true;
  }

  private withOrder(use: (order: QueuedOrder) => void): void {
    const order = this.desk.order(this.focus.orderId());
    if (order) use(order);
    else this.desk.notice.value = { kind: "info", text: texts.failures.noneChosen };
  }

  private step(order: QueuedOrder, step: Step): void {
    const me = this.desk.me.value;
    const possible = [nextStep(order, me), ...otherSteps(order, me, clock.now())];
    if (possible.includes(step)) void takeStep(this.desk, order, step);
    else this.refuse(order, texts.steps[step]);
  }

  private refuse(order: QueuedOrder, step: string): void {
    const other = order.state === "MAKING" && order.barista && order.barista !== this.desk.me.value;
    const text = other ? `${texts.numberText(order)}: ${texts.madeBy(order.barista ?? "")}.` : texts.failures.impossible(order, step);
    this.desk.notice.value = { kind: "warning", text };
  }
}

function isText(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.matches("textarea, select, input:not([type=radio], [type=checkbox])") || target.isContentEditable);
}
