import { signal } from "@preact/signals";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { RequestError } from "../shared/http";
import type { Notice } from "../shared/ui/Message";
import { EntryForm, type FormKind } from "./entry-form";
import type { Office } from "./office";

type Sizes = { small: number; large: number };
type Name = keyof Sizes;

const kind: FormKind<Name, Sizes> = {
  path: "api/sizes",
  done: "Saved.",
  entriesOf: ({ small, large }) => ({ small: String(small), large: String(large) }),
  read: ({ small, large }) => (Number(small) < Number(large) ? { resource: { small: Number(small), large: Number(large) } } : { faults: { small: "Too large." } }),
};
const call = vi.fn<(method: string, path: string, body?: unknown) => Promise<unknown>>();
const office = { call, notice: signal<Notice | undefined>(undefined), report: vi.fn() };
let form: EntryForm<Name, Sizes>;

beforeEach(async () => {
  vi.resetAllMocks();
  office.notice.value = undefined;
  form = new EntryForm(office as unknown as Office, kind);
  call.mockResolvedValueOnce({ small: 1, large: 5 });
  await form.load();
});

describe("loading", () => {
  test("shows what is saved, and again what others saved meanwhile", async () => {
    expect([form.entries.value, form.isDirty.value]).toEqual([{ small: "1", large: "5" }, false]);
    call.mockResolvedValueOnce({ small: 2, large: 5 });
    await form.load();
    expect(form.entries.value?.small).toBe("2");
  });
  test("leaves what is being edited alone", async () => {
    form.set("small", "3");
    call.mockResolvedValueOnce({ small: 2, large: 5 });
    await form.load();
    expect(form.entries.value?.small).toBe("3");
  });
  test("says that it failed only if there is nothing to show", async () => {
    call.mockRejectedValueOnce(new Error());
    await form.load();
    expect(form.failed.value).toBe(false);
    const empty = new EntryForm(office as unknown as Office, kind);
    call.mockRejectedValueOnce(new Error());
    await empty.load();
    expect(empty.failed.value).toBe(true);
  });
});

describe("what is kept while the manager signs in again", () => {
  test("is what was changed, and is there again over what is saved by then", async () => {
    expect(form.keep()).toBeUndefined();
    form.set("small", "3");
    expect(form.keep()).toEqual({ small: "3" });
    const next = new EntryForm(office as unknown as Office, kind);
    next.restore({ small: "3" });
    call.mockRejectedValueOnce(new Error()).mockResolvedValueOnce({ small: 1, large: 9 });
    await next.load();
    await next.load();
    expect([next.entries.value, next.isDirty.value]).toEqual([{ small: "3", large: "9" }, true]);
    next.discard();
    expect(next.entries.value).toEqual({ small: "1", large: "9" });
  });
  test("does not come back when it was discarded", async () => {
    form.restore({ small: "3" });
    for (const _ of "12") {
      call.mockResolvedValueOnce({ small: 1, large: 5 });
      await form.load();
      form.discard();
    }
    expect(form.isDirty.value).toBe(false);
  });
});

describe("saving", () => {
  test("sends what is typed, and keeps what is typed meanwhile", async () => {
    form.set("small", "3");
    call.mockImplementationOnce(async () => {
      form.set("large", "8");
      return { small: 3, large: 5 };
    });
    await form.save();
    expect(call).toHaveBeenLastCalledWith("PUT", "api/sizes", { small: 3, large: 5 });
    expect([form.entries.value, form.isDirty.value]).toEqual([{ small: "3", large: "8" }, true]);
    expect(office.notice.value).toEqual({ kind: "good", text: "Saved." });
  });
  test("sends nothing that is wrong, and says where until it is changed", async () => {
    form.set("small", "7");
    await form.save();
    expect(call).toHaveBeenCalledTimes(1);
    expect([form.faults.value, form.attempts.value, office.notice.value?.kind]).toEqual([{ small: "Too large." }, 1, "bad"]);
    form.set("small", "2");
    expect(form.faults.value).toEqual({});
  });
  test("shows what the shop refused at its field", async () => {
    form.set("small", "3");
    const refusal = new RequestError("request_invalid", 422, "No.", undefined, [{ location: "body.small", message: "too odd" }]);
    call.mockRejectedValueOnce(refusal);
    await form.save();
    expect(office.report).toHaveBeenCalledWith(refusal);
    expect([form.faults.value, form.saving.value, form.isDirty.value]).toEqual([{ small: "Too odd" }, false, true]);
  });
});
