import { signal } from "@preact/signals";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Menu } from "../shared/contract";
import { RequestError } from "../shared/http";
import type { Notice } from "../shared/ui/Message";
import { draftOf, menuOf, newDrink, rename } from "./draft";
import { MenuForm } from "./menu-form";
import type { Office } from "./office";

const tea = { id: "tea", name: "Tea", available: true };
const latte = { id: "latte", name: "Latte", available: true };
const menu: Menu = { drinks: [tea, latte] };
const call = vi.fn<(method: string, path: string, body?: unknown) => Promise<unknown>>();
const office = { call, isOpen: true, notice: signal<Notice | undefined>(undefined), report: vi.fn() };
let form: MenuForm;

beforeEach(() => {
  form = new MenuForm(office as unknown as Office);
  form.arrive(menu);
});
afterEach(() => {
  vi.resetAllMocks();
  office.notice.value = undefined;
});

const renameTea = (name: string) => form.edit((draft) => rename(draft, draft[0]?.key ?? 0, name));
const shown = () => menuOf(form.draft.value ?? []).drinks;

describe("a menu that somebody else changed", () => {
  test("is shown at once while nothing is being edited", () => {
    form.arrive({ drinks: [latte] });
    expect(shown()).toEqual([latte]);
    expect(form.conflict.value).toBeUndefined();
  });
  test("is a conflict with unsaved changes, which stay", () => {
    renameTea("Green tea");
    form.arrive({ drinks: [latte] });
    expect(form.conflict.value).toEqual({ drinks: [latte] });
    expect(shown()[0]?.name).toBe("Green tea");
  });
  test("can be loaded, which drops the changes", () => {
    renameTea("Green tea");
    form.arrive({ drinks: [latte] });
    form.discard();
    expect(shown()).toEqual([latte]);
    expect(form.isDirty.value).toBe(false);
    expect(form.conflict.value).toBeUndefined();
  });
  test("can be ignored, and the changes saved over it", () => {
    renameTea("Green tea");
    form.arrive({ drinks: [{ ...latte, available: false }] });
    form.keepMine();
    expect(form.conflict.value).toBeUndefined();
    expect(form.isDirty.value).toBe(true);
    expect(shown()).toEqual([{ ...tea, name: "Green tea" }, { ...latte, available: false }]);
  });
  test("is no conflict if it is what the draft says", () => {
    renameTea("Green tea");
    form.arrive({ drinks: [{ ...tea, name: "Green tea" }, latte] });
    expect(form.conflict.value).toBeUndefined();
    expect(form.isDirty.value).toBe(false);
  });
  test("is no conflict if a drink only sold out, and the draft takes that over", () => {
    renameTea("Green tea");
    form.arrive({ drinks: [{ ...tea, available: false }, latte] });
    expect(form.conflict.value).toBeUndefined();
    expect(shown()[0]).toEqual({ ...tea, name: "Green tea", available: false });
  });
});

describe("saving", () => {
  test("sends the whole menu", async () => {
    renameTea("Green tea");
    const wanted = { drinks: [{ ...tea, name: "Green tea" }, latte] };
    call.mockResolvedValue(wanted);
    await form.save();
    expect(call).toHaveBeenCalledExactlyOnceWith("PUT", "api/menu", wanted);
    expect(form.isDirty.value).toBe(false);
    expect(office.notice.value?.kind).toBe("good");
  });
  test("keeps what is typed meanwhile", async () => {
    renameTea("Green");
    const sent = menuOf(form.draft.value ?? []);
    call.mockImplementation(async () => {
      renameTea("Green tea");
      return sent;
    });
    await form.save();
    expect(shown()[0]?.name).toBe("Green tea");
    expect(form.isDirty.value).toBe(true);
  });
  test("does not send what the server would refuse, and shows the fields", async () => {
    form.edit((draft) => [...draft, newDrink()]);
    expect(form.faults.value).toEqual({});
    await form.save();
    expect(call).not.toHaveBeenCalled();
    expect(Object.keys(form.faults.value)).toEqual(["drinks[2].name", "drinks[2].id"]);
    expect(form.attempts.value).toBe(1);
  });
  test("does not send an empty menu while the shop is open", async () => {
    form.edit(() => []);
    await form.save();
    expect(call).not.toHaveBeenCalled();
    expect(Object.keys(form.faults.value)).toEqual(["drinks"]);
  });
  test("shows what the server refuses at the field, until the next change", async () => {
    renameTea("Green tea");
    const error = new RequestError("request_invalid", 422, "no", undefined, [{ location: "body.drinks[0].name", message: "too green" }]);
    call.mockRejectedValue(error);
    await form.save();
    expect(form.faults.value).toEqual({ "drinks[0].name": "Too green" });
    expect(office.report).toHaveBeenCalledWith(error);
    expect(form.isDirty.value).toBe(true);
    renameTea("Greener tea");
    expect(form.faults.value).toEqual({});
  });
});

describe("sold out", () => {
  const key = () => form.draft.value?.[0]?.key ?? 0;
  test("is sent at once, without the unsaved changes", async () => {
    renameTea("Green tea");
    call.mockResolvedValue(menu);
    await form.setAvailable(key(), false);
    expect(call).toHaveBeenCalledExactlyOnceWith("PUT", "api/menu/tea", { available: false });
    expect(shown()[0]?.available).toBe(false);
  });
  test("goes back if that fails", async () => {
    call.mockRejectedValue(new RequestError("offline", 0, "no"));
    await form.setAvailable(key(), false);
    expect(shown()[0]?.available).toBe(true);
    expect(office.report).toHaveBeenCalled();
  });
});

test("a draft is kept over a sign-in, and a menu that changed meanwhile is a conflict", () => {
  renameTea("Green tea");
  const kept = form.keep();
  if (!kept) throw new Error("nothing is kept");
  const next = new MenuForm(office as unknown as Office);
  next.restore(JSON.parse(JSON.stringify(kept)));
  next.arrive({ drinks: [latte] });
  expect(next.conflict.value).toEqual({ drinks: [latte] });
  expect(menuOf(next.draft.value ?? []).drinks[0]?.name).toBe("Green tea");
  expect(new Set([...draftOf(menu), ...(next.draft.value ?? [])].map((drink) => drink.key)).size).toBe(4);
});
