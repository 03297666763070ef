/** Mark is the card that has the focus, or had it before it moved. */
interface Mark {
  orderId: string;
  part: string;
  lane: string;
  index: number;
}

/**
 * Focus keeps the focus on an order's card when the card moves to another column, and
 * gives it to the next one in the column when the order ends. The cards carry
 * data-order, their controls data-part, the columns data-lane.
 */
export class Focus {
  private mark: Mark | undefined;

  /** note remembers which card has the focus: call it with each focusin and pointerdown. */
  note(target: EventTarget | null): void {
    const element = target instanceof Element ? target : undefined;
    if (element?.closest("dialog")) return; // closing it restores the focus
    const card = element?.closest<HTMLElement>("[data-order]");
    const lane = card?.closest<HTMLElement>("[data-lane]");
    if (!card || !lane) {
      this.mark = undefined;
      return;
    }
    const part = element?.closest<HTMLElement>("[data-part]")?.dataset["part"] ?? "step";
    this.mark = { orderId: card.dataset["order"] ?? "", part, lane: lane.dataset["lane"] ?? "", index: cardsIn(lane).indexOf(card) };
  }

  /** orderId returns the order whose card has the focus. */
  orderId(): string | undefined {
    return this.mark?.orderId;
  }

  /** to moves the focus to an order's card. It returns whether there is one. */
  to(orderId: string, part = "step"): boolean {
    return focusCard(document.querySelector<HTMLElement>(`[data-order="${CSS.escape(orderId)}"]`), part);
  }

  /** keep restores the focus if the focused card moved or went: call it after rendering. */
  keep(): void {
    const mark = this.mark;
    const focused = document.activeElement;
    if (!mark || (focused !== document.body && !focused?.closest("[inert]"))) return;
    if (this.to(mark.orderId, mark.part)) return;
    const lane = document.querySelector<HTMLElement>(`[data-lane="${mark.lane}"]`);
    const cards = lane ? cardsIn(lane) : [];
    if (!focusCard(cards[Math.min(mark.index, cards.length - 1)], mark.part)) lane?.querySelector<HTMLElement>("h2")?.focus();
  }

  /** next has keep focus an order's card that is yet to be rendered. */
  next(orderId: string): void {
    this.mark = { orderId, part: "step", lane: "", index: 0 };
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  }

  /** leave takes the focus off the cards. */
  leave(): boolean {
    if (!this.mark) return false;
    this.mark = undefined;
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    return true;
  }

  /** step moves the focus by arrow keys: along a column, or to the column beside it. */
  step(key: string): boolean {
    const lanes = [...document.querySelectorAll<HTMLElement>("[data-lane]")];
    const at = lanes.findIndex((lane) => lane.dataset["lane"] === this.mark?.lane);
    const index = this.mark?.index ?? 0;
    if (key === "ArrowDown" || key === "ArrowUp") {
      const cards = cardsIn(lanes[Math.max(at, 0)]);
      return focusCard(cards[at < 0 ? 0 : index + (key === "ArrowDown" ? 1 : -1)], "step");
    }
    const side = key === "ArrowRight" ? lanes.slice(at + 1) : lanes.slice(0, Math.max(at, 0)).reverse();
    const cards = side.map(cardsIn).find((cards) => cards.length > 0) ?? [];
    return focusCard(cards[Math.min(index, cards.length - 1)], "step");
  }
}

function cardsIn(lane: HTMLElement | undefined): HTMLElement[] {
  return [...(lane?.querySelectorAll<HTMLElement>("[data-order]") ?? [])];
}

/** focusCard focuses a control of a card: an order that another barista makes has only one. */
function focusCard(card: HTMLElement | null | undefined, part: string): boolean {
  const control = card?.querySelector<HTMLElement>(`[data-part="${part}"]`) ?? card?.querySelector<HTMLElement>("[data-part]");
  control?.focus();
  return control !== undefined && control !== null;
}
