import type { Order } from "../shared/contract";
import { chime, flashTitle, stopFlashing, vibrate } from "../shared/attention";
import { enteredAt } from "./progress";

/** Alarm calls the customer when the drink is ready, and once more at the reminder. */
export class Alarm {
  private called = "";

  /** update calls if there is something new to call for. The title flashes until the drink is collected. */
  update(order: Order | undefined, title: string): void {
    const reason = order?.state === "READY" ? `${order.orderId} ${enteredAt(order, "READY")} ${order.remindedAt ?? ""}` : "";
    if (reason === this.called) return;
    this.called = reason;
    if (!reason) return stopFlashing();
    flashTitle(title);
    chime();
    vibrate([300, 150, 300, 150, 600]);
  }
}
