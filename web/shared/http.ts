import { clock } from "./clock";
import type { Problem, Violation } from "./contract";

/** Method is an HTTP method of the API. */
export type Method = "GET" | "POST" | "PUT" | "DELETE";

/** RequestOptions are the parts of a request that not every request has. */
export interface RequestOptions {
  /** The staff's access token or the order's secret. */
  token?: string;
  /** Sent as JSON. */
  body?: unknown;
  idempotencyKey?: string;
  signal?: AbortSignal;
  /** In milliseconds. Default: 15 s. */
  timeout?: number;
}

/**
 * RequestError says why a request failed. The code is the problem's code; of a
 * refusal by API Gateway itself it is unauthenticated, forbidden, busy or internal,
 * and "offline" if no response arrived, in which case the request may still have had
 * its effect.
 */
export class RequestError extends Error {
  constructor(
    readonly code: string,
    /** The HTTP status, 0 without a response. */
    readonly status: number,
    /** A sentence in English. */
    readonly detail: string,
    /** When to try again, in seconds. */
    readonly retryAfter?: number,
    readonly violations: Violation[] = [],
  ) {
    super(`${code}: ${detail}`);
    this.name = "RequestError";
  }
}

/** isCode reports whether an error is a RequestError with one of the codes. */
export function isCode(error: unknown, ...codes: string[]): error is RequestError {
  return error instanceof RequestError && codes.includes(error.code);
}

/**
 * request sends a request to the API and returns the response's JSON. The path is
 * relative to the page, such as "api/shop". It throws a RequestError, or the signal's
 * reason if that aborted the request.
 */
export async function request<T>(method: Method, path: string, options: RequestOptions = {}): Promise<T> {
  const response = await send(method, path, options);
  const text = await response.text().catch(() => fail(options.signal));
  if (!response.ok) throw refusal(response, parse(text));
  if (text === "") return undefined as T;
  const data = parse(text);
  if (data === undefined) throw new RequestError("internal", response.status, "The response is not JSON.");
  return data as T;
}

/** download gets a file from the API. It throws as request does. */
export async function download(path: string, options: RequestOptions = {}): Promise<Blob> {
  const response = await send("GET", path, options);
  if (!response.ok) throw refusal(response, parse(await response.text().catch(() => fail(options.signal))));
  return response.blob().catch(() => fail(options.signal));
}

async function send(method: Method, path: string, options: RequestOptions): Promise<Response> {
  const headers = new Headers({ Accept: "application/json" });
  if (options.token) headers.set("Authorization", `Bearer ${options.token}`);
  if (options.idempotencyKey) headers.set("Idempotency-Key", options.idempotencyKey);
  const init: RequestInit = { method, headers, cache: "no-store", credentials: "omit" };
  if (options.body !== undefined) {
    headers.set("Content-Type", "application/json");
    init.body = JSON.stringify(options.body);
  }
  const limit = new AbortController();
  const abort = () => limit.abort();
  const timer = setTimeout(abort, options.timeout ?? 15_000);
  options.signal?.addEventListener("abort", abort);
  if (options.signal?.aborted) abort();
  try {
    const response = await fetch(path, { ...init, signal: limit.signal });
    const date = response.headers.get("Date");
    if (date && !response.headers.has("Age")) clock.syncRoughly(date);
    return response;
  } catch {
    return fail(options.signal);
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener("abort", abort);
  }
}

function fail(signal: AbortSignal | undefined): never {
  if (signal?.aborted) throw signal.reason;
  throw new RequestError("offline", 0, "The shop cannot be reached.");
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const gatewayCodes: Record<number, string> = {
  401: "unauthenticated",
  403: "forbidden",
  404: "not_found",
  413: "request_too_large",
  429: "busy",
  502: "busy",
  503: "busy",
  504: "busy",
};

function refusal(response: Response, body: unknown): RequestError {
  const problem = (typeof body === "object" && body !== null ? body : {}) as Partial<Problem & { message: string }>;
  const code = problem.code ?? gatewayCodes[response.status] ?? "internal";
  const detail = problem.detail ?? problem.message ?? `The request failed with status ${response.status}.`;
  const retryAfter = Number.parseInt(response.headers.get("Retry-After") ?? "", 10);
  return new RequestError(code, response.status, detail, Number.isNaN(retryAfter) ? undefined : retryAfter, problem.errors ?? []);
}
