import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Site } from "./contract";
import { SignIn, claims } from "./signin";

const site: Site = {
  build: "1",
  liveUrl: "wss://live",
  signIn: { url: "https://signin", issuer: "https://issuer", clientId: "staff-client", displayClientId: "display-client" },
};

class FakeStorage implements Storage {
  [name: string]: unknown;
  private readonly items = new Map<string, string>();
  get length() {
    return this.items.size;
  }
  key = (index: number) => [...this.items.keys()][index] ?? null;
  getItem = (key: string) => this.items.get(key) ?? null;
  setItem = (key: string, value: string) => void this.items.set(key, value);
  removeItem = (key: string) => void this.items.delete(key);
  clear = () => this.items.clear();
}

function encode(claims: object): string {
  const bytes = new TextEncoder().encode(JSON.stringify(claims));
  const text = btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
  return `header.${text}.signature`;
}
const access = (username: string) => encode({ username, "cognito:groups": ["barista"] });

let url: URL;
let left: string[];
let asked: URLSearchParams[];
let answer: () => Promise<Response>;
let session: FakeStorage;
let local: FakeStorage;

function json(status: number, body: object): void {
  answer = async () => new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });
}
function tokens(username: string, signedInAt = 1): object {
  const id = encode({ sub: "1", iss: "https://issuer", aud: "staff-client", exp: 1, iat: 1, auth_time: signedInAt });
  return { access_token: access(username), id_token: id, refresh_token: "refresh", token_type: "Bearer", expires_in: 3600 };
}

beforeEach(() => {
  url = new URL("https://shop/barista");
  left = [];
  asked = [];
  session = new FakeStorage();
  local = new FakeStorage();
  const page = {
    get href() {
      return url.href;
    },
    get origin() {
      return url.origin;
    },
    get pathname() {
      return url.pathname;
    },
    get search() {
      return url.search;
    },
    get hash() {
      return url.hash;
    },
    assign: (to: string) => void left.push(to),
  };
  const history = { replaceState: (_: unknown, __: string, to: string) => void (url = new URL(to)) };
  const window = { location: page, history, sessionStorage: session, localStorage: local, top: undefined };
  vi.stubGlobal("window", { ...window, self: window, addEventListener() {}, removeEventListener() {} });
  vi.stubGlobal("location", page);
  vi.stubGlobal("history", history);
  vi.stubGlobal("sessionStorage", session);
  vi.stubGlobal("localStorage", local);
  vi.stubGlobal("fetch", async (_: string, init: RequestInit) => {
    asked.push(new URLSearchParams(String(init.body)));
    return answer();
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** enter signs in as someone, from a page with the query and hash. */
async function enter(username: string, after = "", client: "staff" | "display" = "staff"): Promise<SignIn> {
  url = new URL(after, url);
  left = [];
  void new SignIn(site, client).go();
  await vi.waitFor(() => expect(left).not.toHaveLength(0));
  const request = new URL(left.at(-1) ?? "").searchParams;
  url = new URL(`https://shop/barista?code=abc&state=${request.get("state")}`);
  json(200, tokens(username));
  const signIn = new SignIn(site, client);
  await signIn.start();
  return signIn;
}

describe("signing in", () => {
  test("asks for a code with PKCE, to come back to the page itself", async () => {
    url = new URL("https://shop/barista?from=mail#order");
    void new SignIn(site, "staff").go();
    await vi.waitFor(() => expect(left).toHaveLength(1));
    const to = new URL(left[0] ?? "");
    expect(to.origin + to.pathname).toBe("https://signin/oauth2/authorize");
    expect(Object.fromEntries(to.searchParams)).toMatchObject({
      client_id: "staff-client",
      redirect_uri: "https://shop/barista",
      response_type: "code",
      scope: "openid",
      code_challenge_method: "S256",
    });
  });

  test("redeems the code and removes it from the address", async () => {
    const signIn = await enter("mia", "?site=lan#order");
    expect(signIn.state.value).toEqual({ kind: "signedIn", name: "mia", groups: ["barista"] });
    expect(url.href).toBe("https://shop/barista?site=lan#order");
    expect(Object.fromEntries(asked[0] ?? [])).toMatchObject({ grant_type: "authorization_code", code: "abc", client_id: "staff-client" });
    expect(asked[0]?.has("code_verifier")).toBe(true);
    expect(await signIn.token()).toBe(access("mia"));
    expect(asked).toHaveLength(1);
  });

  test("lasts for the tab only, on the display for longer", async () => {
    await enter("mia");
    expect(local.length).toBe(0);
    expect(session.length).toBe(1);
    await enter("dora", "", "display");
    expect(local.length).toBe(1);
    expect(asked[1]?.get("client_id")).toBe("display-client");
  });

  test("that the sign-in page refused tells why", async () => {
    void new SignIn(site, "staff").go();
    await vi.waitFor(() => expect(left).toHaveLength(1));
    const state = new URL(left[0] ?? "").searchParams.get("state");
    url = new URL(`https://shop/barista?error=access_denied&state=${state}`);
    const signIn = new SignIn(site, "staff");
    await signIn.start();
    expect(signIn.state.value).toEqual({ kind: "signedOut", error: "access_denied" });
    expect(url.href).toBe("https://shop/barista");
  });

  test("goes on when a page with a used code is loaded again", async () => {
    await enter("mia");
    url = new URL("https://shop/barista?code=abc&state=used");
    const signIn = new SignIn(site, "staff");
    await signIn.start();
    expect(signIn.state.value).toMatchObject({ kind: "signedIn", name: "mia" });
  });

  test("is not possible without crypto.subtle", async () => {
    vi.stubGlobal("crypto", { getRandomValues: crypto.getRandomValues });
    const signIn = new SignIn(site, "staff");
    await signIn.start();
    expect(signIn.state.value).toEqual({ kind: "unsupported" });
    await expect(signIn.token()).rejects.toMatchObject({ code: "unauthenticated" });
  });

  test("ends at the sign-in page, too", async () => {
    const signIn = await enter("mia");
    left = [];
    await signIn.leave();
    expect(left).toEqual(["https://signin/logout?client_id=staff-client&logout_uri=https%3A%2F%2Fshop%2Fbarista"]);
    expect(session.length).toBe(0);
  });

  test("revokes the display's refresh token", async () => {
    const signIn = await enter("dora", "", "display");
    json(200, {});
    await signIn.leave();
    expect(Object.fromEntries(asked.at(-1) ?? [])).toMatchObject({ token_type_hint: "refresh_token", client_id: "display-client" });
    expect(local.length).toBe(0);
  });

  test("signs the display out even if its refresh token cannot be revoked", async () => {
    vi.spyOn(console, "warn").mockImplementation(() => {});
    const signIn = await enter("dora", "", "display");
    json(500, {});
    await signIn.leave();
    expect(local.length).toBe(0);
    expect(left).toHaveLength(2);
  });
});

describe("a token", () => {
  test("is renewed a minute before it expires, once for all who ask", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const signIn = await enter("mia");
    vi.setSystemTime(Date.now() + 3550_000);
    json(200, tokens("ole"));
    expect(await Promise.all([signIn.token(), signIn.token()])).toEqual([access("ole"), access("ole")]);
    expect(asked.slice(1).map((query) => Object.fromEntries(query))).toMatchObject([{ grant_type: "refresh_token", refresh_token: "refresh" }]);
    expect(signIn.state.value).toMatchObject({ name: "ole" });
  });

  test("is renewed by an emulator, which changes the time of signing in", async () => {
    const signIn = await enter("mia");
    for (const signedInAt of [2, 3]) {
      json(200, tokens("ole", signedInAt));
      expect(await signIn.token(true)).toBe(access("ole"));
    }
  });

  test("that the server refused is renewed at once", async () => {
    const signIn = await enter("mia");
    json(200, tokens("ole"));
    expect(await signIn.token(true)).toBe(access("ole"));
  });

  test("that cannot be renewed means to sign in again", async () => {
    const signIn = await enter("mia");
    json(400, { error: "invalid_grant" });
    await expect(signIn.token(true)).rejects.toMatchObject({ code: "unauthenticated" });
    expect(signIn.state.value).toEqual({ kind: "signedOut" });
    expect(session.length).toBe(0);
  });

  test.each<[string, () => Promise<Response>]>([
    ["without network", () => Promise.reject(new TypeError("Failed to fetch"))],
    ["while the sign-in is down", async () => new Response("{}", { status: 503, headers: { "Content-Type": "application/json" } })],
  ])("that cannot be renewed %s is asked for later", async (_, failure) => {
    const signIn = await enter("mia");
    answer = failure;
    await expect(signIn.token(true)).rejects.toMatchObject({ code: "offline" });
    expect(signIn.state.value.kind).toBe("signedIn");
    json(200, tokens("ole"));
    expect(await signIn.token(true)).toBe(access("ole"));
  });
});

test("claims reads names with any letters, and nothing from nonsense", () => {
  expect(claims(access("Zoë"))).toEqual({ name: "Zoë", groups: ["barista"] });
  expect(claims("nonsense")).toEqual({ name: "", groups: [] });
});
