import { afterEach, expect, test, vi } from "vitest";
import { storageKey } from "./storage-key";

afterEach(() => vi.unstubAllGlobals());

const at = (pathname: string) => {
  vi.stubGlobal("location", { pathname });
  return storageKey("order");
};

test("a shop with an origin of its own has plain keys, on every page", () => {
  expect(["/", "/barista", "/manager"].map(at)).toEqual(["order", "order", "order"]);
});

test("shops below paths of one origin have different keys, which their pages share", () => {
  const [library, stadium] = [at("/_aws/execute-api/a1/$default/"), at("/_aws/execute-api/b2/$default/")];
  expect(library).not.toBe(stadium);
  expect(at("/_aws/execute-api/a1/$default/barista")).toBe(library);
  expect(at("/_aws/execute-api/a1/%24default/")).toBe(library);
});
