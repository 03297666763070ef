import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { request } from "./http";

let asked: { path: string; init: RequestInit }[];
let answer: () => Promise<Response>;

beforeEach(() => {
  asked = [];
  vi.stubGlobal("fetch", (path: string, init: RequestInit) => {
    asked.push({ path, init });
    return answer();
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function respond(status: number, body: string, headers: Record<string, string> = {}): void {
  answer = async () => new Response(body, { status, headers });
}

test("sends body, token and key, and returns the JSON", async () => {
  respond(201, '{"orderId":"a"}');
  const ticket = await request("POST", "api/orders", { token: "t", body: { code: "c" }, idempotencyKey: "k" });
  expect(ticket).toEqual({ orderId: "a" });
  const { path, init } = asked[0]!;
  expect([path, init.method, init.body]).toEqual(["api/orders", "POST", '{"code":"c"}']);
  const headers = init.headers as Headers;
  expect([headers.get("Authorization"), headers.get("Idempotency-Key"), headers.get("Content-Type")]).toEqual([
    "Bearer t",
    "k",
    "application/json",
  ]);
});

const refusals: [string, number, string, Record<string, string>, object][] = [
  ["a problem", 429, '{"code":"code_used_up","detail":"All taken."}', { "Retry-After": "42" }, { code: "code_used_up", detail: "All taken.", retryAfter: 42 }],
  ["a problem with fields", 422, '{"code":"menu_invalid","errors":[{"location":"body.drinks","message":"too many"}]}', {}, { violations: [{ location: "body.drinks", message: "too many" }] }],
  ["the gateway's 401", 401, '{"message":"Unauthorized"}', {}, { code: "unauthenticated" }],
  ["the gateway's 403", 403, '{"message":"Forbidden"}', {}, { code: "forbidden" }],
  ["throttling", 429, '{"message":"Too Many Requests"}', {}, { code: "busy", retryAfter: undefined }],
  ["a proxy's page", 502, "<html>", {}, { code: "busy" }],
  ["anything else", 500, "", {}, { code: "internal", status: 500 }],
  ["a page instead of JSON", 200, "<html>", {}, { code: "internal" }],
];
test.each(refusals)("%s is a RequestError", async (_, status, body, headers, want) => {
  respond(status, body, headers);
  await expect(request("GET", "api/shop")).rejects.toMatchObject(want);
});

test("no network is the code offline", async () => {
  answer = () => Promise.reject(new TypeError("Failed to fetch"));
  await expect(request("GET", "api/shop")).rejects.toMatchObject({ code: "offline", status: 0 });
});

test("no answer within the timeout is the code offline", async () => {
  vi.useFakeTimers();
  answer = () => new Promise((_, reject) => asked[0]!.init.signal!.addEventListener("abort", () => reject(new Error("aborted"))));
  const result = expect(request("GET", "api/shop", { timeout: 1000 })).rejects.toMatchObject({ code: "offline" });
  await vi.advanceTimersByTimeAsync(1000);
  await result;
});

test("the caller's abort is no error of the network", async () => {
  const abort = new AbortController();
  answer = () => new Promise((_, reject) => asked[0]!.init.signal!.addEventListener("abort", () => reject(new Error("aborted"))));
  const result = request("GET", "api/shop", { signal: abort.signal });
  abort.abort(new Error("left the page"));
  await expect(result).rejects.toThrow("left the page");
});
