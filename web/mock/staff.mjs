// The sign-in and the routes of the staff, for the mock. Whoever signs in is in all groups
// of the app client, or in those of POST /mock {"groups": ["barista"]}.

import { day } from "./day.mjs";

/** signInSite is the config's part about the sign-in. */
export const signInSite = (origin) => ({ url: `${origin}/signin`, issuer: "mock", clientId: "staff", displayClientId: "display" });

const encode = (claims) => Buffer.from(JSON.stringify(claims)).toString("base64url");
const token = (claims) => `${encode({ alg: "none" })}.${encode(claims)}.`;

/** signIn answers the sign-in page, which asks nothing, and its token endpoint. */
export function signIn(shop, url, text, response) {
  if (url.pathname.endsWith("/authorize")) {
    const back = new URL(url.searchParams.get("redirect_uri"));
    back.search = new URLSearchParams({ code: url.searchParams.get("client_id"), state: url.searchParams.get("state") });
    return response.writeHead(302, { Location: back.href }).end();
  }
  if (url.pathname.endsWith("/logout")) return response.writeHead(302, { Location: url.searchParams.get("logout_uri") }).end();
  const client = new URLSearchParams(text).get("client_id");
  const groups = shop.groups ?? (client === "display" ? ["display"] : ["manager", "barista"]);
  const claims = { sub: "1", iss: "mock", aud: client, exp: Date.now() / 1000 + 3600, username: client === "display" ? "dora" : "max", "cognito:groups": groups };
  const tokens = { access_token: token(claims), id_token: token(claims), refresh_token: "again", token_type: "Bearer", expires_in: 3600, scope: "openid" };
  response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(tokens));
}

/** code is the current QR code. */
export function code(shop) {
  const period = shop.codePeriod * 1000;
  const start = Math.floor(Date.now() / period) * period;
  const text = `${shop.codePeriod.toString(36)}-${(start / 1000).toString(36)}-ABCDEFGHIJKLMNOPQRSTUVWXYZ`;
  return { code: text, remaining: shop.remaining, expiresAt: new Date(start + period).toISOString() };
}

/** staffRoute answers a route of the staff: [status, body], undefined for other routes. */
export function staffRoute(shop, method, path, body) {
  if (path === "api/code") return [200, code(shop)];
  if (path === "api/hours") return [200, (shop.hours = body ?? shop.hours)];
  if (path === "api/settings") return [200, (shop.limits = body ?? shop.limits)];
  if (path.startsWith("api/days/")) return day(shop, path);
  if (method !== "PUT") return undefined;
  if (path === "api/shop") return [200, { open: (shop.open = body.open) }];
  if (path === "api/menu" && shop.open && body.drinks.length === 0) return [409, { code: "menu_empty", status: 409, detail: "An open shop needs a drink on its menu." }];
  if (path === "api/menu") return [200, (shop.menu = body)];
  const drink = shop.menu.drinks.find((drink) => path === `api/menu/${drink.id}`);
  if (drink) drink.available = body.available;
  return drink && [200, shop.menu];
}
