// Serves lambdas/site/dist with a shop in memory, to look at the pages without a
// deployment: node mock/server.mjs PORT. Development only.
//
// POST /mock controls it, with any of: {"open": false}, {"estimate": 60},
// {"available": {"latte": false}}, {"preparing": [1, 2]}, {"ready": [3]},
// {"move": {"orderId": "…" or missing for the newest, "state": "READY", …more fields}},
// {"failing": {"code": "code_used_up", "status": 429, "retryAfter": 60, "path": "api/orders"}},
// {"sockets": false} to refuse WebSockets, {"placeWithin": 130}, {"remaining": 3}, {"codePeriod": 60},
// {"menu": {"drinks": []}}, {"build": "new"}, {"groups": ["barista"]}.
import { createReadStream, existsSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { Shop } from "./shop.mjs";
import { accept } from "./socket.mjs";
import { code, signIn, signInSite, staffRoute } from "./staff.mjs";

const dist = process.env.DIST ?? join(import.meta.dirname, "../../lambdas/site/dist");
const types = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2" };
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self' ws:";
const port = Number(process.argv[2] ?? 8090);
const shop = new Shop();
const clients = new Set();
let sockets = true;

const server = createServer(async (request, response) => {
  const url = new URL(request.url, `http://localhost:${port}`);
  const path = url.pathname.slice(1);
  let text = "";
  for await (const chunk of request) text += chunk;
  if (path.startsWith("signin/")) return signIn(shop, url, text, response);
  const body = text ? JSON.parse(text) : undefined;
  if (path === "mock") return json(response, 200, control(body));
  if (path === "config.json") return json(response, 200, { build: shop.build, liveUrl: `ws://localhost:${port}/live`, signIn: signInSite(url.origin) });
  if (path.startsWith("api/")) return api(request, response, path, body);
  const file = join(dist, path === "" ? "index.html" : extname(path) ? path : `${path}.html`);
  if (!existsSync(file)) return json(response, 404, {});
  response.writeHead(200, { "Content-Type": types[extname(file)] ?? "text/plain", "Content-Security-Policy": policy });
  createReadStream(file).pipe(response);
});

server.on("upgrade", (request, stream) => {
  if (!sockets) return stream.destroy();
  const client = accept(request, stream, (message) => hear(client, JSON.parse(message)));
  client.orders = new Set();
  client.channels = new Set();
  clients.add(client);
  stream.on("close", () => clients.delete(client));
});

function hear(client, { action, channel, orderId }) {
  const at = new Date().toISOString();
  if (action === "ping") return client.send(JSON.stringify({ type: "pong", at }));
  if (channel === "order" && !shop.orders.has(orderId)) return client.send(JSON.stringify({ type: "error", channel, code: "order_unknown" }));
  if (channel === "order") client.orders.add(orderId);
  client.channels.add(channel);
  tell(client, "snapshot", channel, channel === "order" ? shop.orders.get(orderId).order : data(channel));
}

function data(channel) {
  if (channel === "board") return { ...shop.board(), menu: shop.menu };
  return shop.open ? { ...shop.board(), code: code(shop) } : shop.board();
}

function tell(client, type, channel, data) {
  client.send(JSON.stringify({ type, channel, version: data.version, at: new Date().toISOString(), data }));
}

function tellAll(order) {
  for (const client of clients) {
    for (const channel of ["board", "display"]) if (client.channels.has(channel)) tell(client, "change", channel, data(channel));
    if (order && client.orders.has(order.orderId)) tell(client, "change", "order", order);
  }
}

function control({ move, available, sockets: allowed, ...settings }) {
  Object.assign(shop, settings);
  for (const drink of shop.menu.drinks) if (available && drink.id in available) drink.available = available[drink.id];
  const { orderId = [...shop.orders.keys()].at(-1), state, ...more } = move ?? {};
  const order = state && shop.move(orderId, state, more);
  if (allowed !== undefined) sockets = allowed;
  if (!sockets) for (const client of clients) client.cut();
  tellAll(order);
  return { orders: [...shop.orders.values()].map((kept) => kept.order) };
}

function api(request, response, path, body) {
  const failing = shop.failing;
  if (failing && path.startsWith(failing.path ?? "api/")) {
    if (failing.retryAfter) response.setHeader("Retry-After", failing.retryAfter);
    return problem(response, failing.status ?? 409, failing.code);
  }
  if (path === "api/shop" && request.method === "GET") return json(response, 200, shop.shop());
  if (path === "api/board") return json(response, 200, shop.board());
  if (path === "api/orders") return redeem(request, response);
  const answer = staffRoute(shop, request.method, path, body);
  if (answer) {
    if (request.method === "PUT") tellAll();
    return json(response, ...answer);
  }
  const kept = shop.orders.get(path.split("/")[2]);
  if (!kept || request.headers.authorization !== `Bearer ${kept.secret}`) return problem(response, 404, "order_unknown");
  const { order } = kept;
  if (request.method === "PUT") {
    const drink = shop.menu.drinks.find((drink) => drink.id === body.drink);
    if (!drink?.available) return problem(response, 409, "drink_sold_out");
    tellAll(shop.move(order.orderId, "PLACED", { choice: body }));
    setTimeout(() => order.state === "PLACED" && tellAll(shop.move(order.orderId, "QUEUED")), 300);
  } else if (request.method === "DELETE") {
    if (!["REQUESTED", "STARTED", "PLACED", "QUEUED"].includes(order.state)) return problem(response, 409, "order_state");
    tellAll(shop.move(order.orderId, "CANCELLED", { cancelledBy: "customer", reason: "OrderCancelled" }));
  }
  return json(response, 200, order);
}

function redeem(request, response) {
  const kept = shop.redeem(request.headers["idempotency-key"]);
  const start = () => kept.order.state === "REQUESTED" && tellAll(shop.move(kept.order.orderId, "STARTED"));
  setTimeout(start, 200);
  return json(response, 201, { orderId: kept.order.orderId, secret: kept.secret, placeBy: kept.placeBy });
}

function problem(response, status, code) {
  return json(response, status, { type: "about:blank", title: code, status, detail: code, code });
}

function json(response, status, body) {
  response.writeHead(status, { "Content-Type": "application/json", "Cache-Control": "no-store" });
  response.end(JSON.stringify(body));
}

server.listen(port, () => console.log(`http://localhost:${port}/#code`));
