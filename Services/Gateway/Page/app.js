// The page: who is there, what is read, when it is read again, and what people do.

import * as credit from "./credit.js";
import * as views from "./views.js";
import { element } from "./views.js";
import { when, words } from "./figures.js";

const byID = (id) => document.getElementById(id);
const state = { session: null, tenant: "", window: "today", orders: 25, stock: 50, parcels: 25, turn: 0 };
// The most rows that one answer holds, and that a list shows.
const page = 200;
const most = 1000;
const statuses = ["unpaid", "onHold", "awaitingShipment", "partiallyShipping", "awaitingCollection", "inTransit",
  "delivered", "completed", "cancelled"];

class Trouble extends Error {
  constructor(status, problem) {
    super(problem?.detail ?? "The gateway does not answer.");
    this.status = status;
    this.field = problem?.field;
  }
}

// What was asked for another brand, or in another session, and came too late.
class Outdated extends Error {}

// One call. Writes carry a key of their own, so that a repeat after a lost answer has no second effect.
async function ask(method, path, { query = {}, body, key } = {}) {
  const all = path === "/v1/session" ? query : { ...query, tenant: state.tenant };
  const text = new URLSearchParams(Object.entries(all).filter(([, value]) => value !== "" && value !== undefined));
  const headers = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (key) headers["Idempotency-Key"] = key;
  const { turn } = state;
  const address = text.size ? `${path}?${text}` : path;
  const reply = await fetch(address, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) })
    .catch(() => { throw new Trouble(0); });
  const content = reply.headers.get("Content-Type")?.includes("json") ? await reply.json() : null;
  if (method === "GET" && turn !== state.turn) throw new Outdated();
  if (!reply.ok) throw new Trouble(reply.status, content);
  return content;
}

const newKey = () => crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
const may = (scope) => state.session?.scopes.includes(scope);
// Some sections are for a kind of visitor alone, whatever the key may.
const isShown = (section) => may(section.scope) && section.isFor?.() !== false;

function say(sentence, undo) {
  const note = element("div", { class: "alert alert-light border d-flex gap-3 align-items-center my-2" },
    element("span", { class: "flex-grow-1" }, sentence),
    undo ? element("button", { class: "btn btn-sm btn-outline-primary", type: "button",
      onclick: () => { note.remove(); undo(); } }, "Undo") : null,
    element("button", { class: "btn-close", type: "button", "aria-label": "Dismiss", onclick: () => note.remove() }));
  byID("notice").replaceChildren(note);
}

// The first rows of a list, as many as are shown, of as many answers as that takes.
async function readRows(path, query, name, wanted) {
  const found = { rows: [], progress: [], missing: new Set(), next: undefined };
  do {
    const limit = Math.min(page, wanted - found.rows.length);
    const answer = await ask("GET", path, { query: { ...query, limit, cursor: found.next } });
    found.rows.push(...answer[name]);
    found.progress.push(...answer.progress ?? []);
    for (const service of answer.missing ?? []) found.missing.add(service);
    found.next = answer.next;
  } while (found.next && found.rows.length < wanted);
  return found;
}

// Whether there is more, and what to do when it is too much to show.
function offerMore(name, next) {
  byID(`${name}-more`).hidden = !next || state[name] >= most;
  byID(`${name}-rest`).hidden = !next || state[name] < most;
}

// Runs what a person asked for, and says what went wrong.
async function attempt(work) {
  try {
    await work();
  } catch (trouble) {
    if (trouble.status === 401) return leave();
    if (!(trouble instanceof Outdated)) say(trouble.message);
  }
}

// ---- Reading ----

const sections = {
  figures: { scope: "analytics:read", kinds: ["order", "shipment", "return", "stock"], read: async () => {
    views.figures(await ask("GET", "/v1/analytics/summary", { query: { window: state.window } }), state.window);
  } },
  orders: { scope: "orders:read", kinds: ["order", "stock", "shipment"], read: async () => {
    const status = byID("orders-status").value;
    const search = byID("orders-search").value.trim();
    const found = await readRows("/v1/orders", { progress: true, status, search }, "orders", state.orders);
    views.orders(found.rows, found.progress, openDetail, Boolean(status || search));
    offerMore("orders", found.next);
    return found.missing.size ? `Not there at the moment: ${[...found.missing].join(", ")}. The rest is shown.` : "";
  } },
  stock: { scope: "stock:read", kinds: ["stock"], read: async () => {
    const search = byID("stock-search").value.trim();
    const [low, all] = await Promise.all([true, undefined].map((isLow) =>
      readRows("/v1/stock", { low: isLow, search }, "levels", state.stock)));
    const levels = new Map([...all.rows, ...low.rows].map((level) => [`${level.sku} ${level.location}`, level]));
    views.stock([...levels.values()], may("stock:write") && openAdjust, Boolean(search));
    offerMore("stock", all.next);
  } },
  parcels: { scope: "shipments:read", kinds: ["shipment"], read: async () => {
    const search = byID("parcels-search").value.trim();
    const needsPerson = byID("parcels-person").checked || undefined;
    const found = await readRows("/v1/shipments", { search, needsPerson }, "shipments", state.parcels);
    views.parcels(found.rows, may("shipments:write") && act, Boolean(search || needsPerson));
    offerMore("parcels", found.next);
  } },
  shops: { scope: "connections:read", kinds: ["connection"], read: async () => {
    views.shops((await ask("GET", "/v1/connections")).connections, may("connections:write") && endShop);
  } },
  actions: { scope: "actions:read", kinds: ["action"], read: async () => {
    views.actions((await ask("GET", "/v1/actions", { query: { limit: 15 } })).actions);
  } },
  ...credit.sections({ ask, may, attempt, say, newKey, wish: (name) => wish(name), session: () => state.session }),
};

// A section is read at most every two seconds, one reading at a time, and always once more after the last news.
const pause = 2000;
function wish(name) {
  const section = sections[name];
  if (!isShown(section)) return;
  section.isWanted = true;
  if (section.isBusy) return;
  section.isBusy = true;
  (async () => {
    while (section.isWanted && state.session) {
      section.isWanted = false;
      await section.read().then((gaps) => showRead(name, gaps), (trouble) => {
        if (trouble instanceof Outdated) section.isWanted = true;
        else if (trouble.status === 401) leave();
        else showSilence(name, trouble);
      });
      document.body.dataset[`read${name}`] = Number(document.body.dataset[`read${name}`] ?? 0) + 1;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
    section.isBusy = false;
  })();
}

function showState(name, word, sentence) {
  const section = document.querySelector(`[data-section=${name}]`);
  section.dataset.state = word;
  section.querySelector(".state").textContent = sentence;
}

function showRead(name, gaps) {
  sections[name].readAt = new Date();
  showState(name, gaps ? "partial" : "read", gaps ?? "");
}

// What is shown stays: old figures are better than none, as long as the page says so.
function showSilence(name, trouble) {
  const { readAt } = sections[name];
  const isPassing = trouble.status === 429 || trouble.status === 0 || trouble.status >= 500;
  if (isPassing) setTimeout(() => wish(name), 5000);
  if (!readAt) views.placeholder(name, "Not known at the moment.");
  const shown = readAt ? ` Shown as of ${when(readAt)}.` : "";
  showState(name, "old", `${trouble.message.replace(/[.]?$/, ".")}${shown}${isPassing ? " Trying again …" : ""}`);
}

const readAll = () => Object.keys(sections).forEach(wish);

// Another brand's rows must not stand there while its own are on their way.
function forget() {
  state.turn += 1;
  credit.forget();
  for (const [name, section] of Object.entries(sections)) {
    delete section.readAt;
    document.querySelector(`[data-section=${name}]`).hidden = !isShown(section);
    showState(name, "loading", "");
    views.placeholder(name, "Loading …");
  }
  byID("nothing").hidden = Object.values(sections).some(isShown);
}

// ---- Live ----

let source;
function listen() {
  source?.close();
  const address = state.tenant ? `/v1/events?tenant=${state.tenant}` : "/v1/events";
  const own = source = new EventSource(address);
  own.addEventListener("open", () => { setLive(true); readAll(); });
  own.addEventListener("gap", readAll);
  own.addEventListener("change", (event) => {
    const kinds = Object.keys(JSON.parse(event.data));
    for (const [name, section] of Object.entries(sections)) {
      if (section.kinds.some((kind) => kinds.includes(kind))) wish(name);
    }
  });
  own.addEventListener("error", () => {
    setLive(false);
    // A browser tries again by itself, unless it was refused.
    if (own.readyState === EventSource.CLOSED) setTimeout(() => own === source && state.session && listen(), 5000);
  });
}

// A section may hang on news that this key does not hear; it is read again every minute.
const readers = { order: "orders:read", stock: "stock:read", shipment: "shipments:read", return: "returns:read" };
setInterval(() => {
  for (const [name, section] of Object.entries(sections)) {
    if (section.kinds.some((kind) => readers[kind] && !may(readers[kind]))) wish(name);
  }
}, 60000);

function setLive(isLive) {
  const mark = byID("live");
  mark.hidden = false;
  mark.classList.toggle("away", !isLive);
  mark.textContent = isLive ? "live" : "reconnecting";
  const note = byID("away");
  if (isLive) note.hidden = true;
  else if (note.hidden) {
    note.hidden = false;
    note.textContent = `The connection is lost. What you see is as of ${when(new Date())}; `
      + "it is read anew as soon as the gateway answers.";
  }
}

// ---- Doing ----

let chosenLevel;
function openAdjust(level) {
  chosenLevel = { level };
  const figures = `${level.onHand} on hand, ${level.available} available`;
  byID("adjust-what").textContent = `${level.code} at ${level.locationName}: ${figures}`;
  byID("adjust-form").reset();
  byID("adjust-trouble").textContent = "";
  byID("adjust").showModal();
}

async function adjust(event) {
  event.preventDefault();
  const { level } = chosenLevel;
  const units = Number(byID("adjust-units").value);
  const body = { sku: level.sku, location: level.location, units, reason: byID("adjust-reason").value };
  // The same once more is the same wish, as long as nobody has said no to it: its answer may have been lost.
  const wanted = JSON.stringify(body);
  if (chosenLevel.wanted !== wanted) Object.assign(chosenLevel, { wanted, key: newKey() });
  try {
    const { move } = await ask("POST", "/v1/stock/adjustments", { key: chosenLevel.key, body });
    byID("adjust").close();
    say(`${level.code}: ${units > 0 ? "+" : ""}${units} units.`, () => attempt(async () => {
      await ask("POST", `/v1/stock/adjustments/${move.move}/undo`, { key: newKey() });
      say(`${level.code}: taken back.`);
      wish("stock");
    }));
    wish("stock");
  } catch (trouble) {
    byID("adjust-trouble").textContent = trouble.message;
    if (trouble.status >= 400 && trouble.status < 500) delete chosenLevel.wanted;
  }
}

const act = (parcel, name) => attempt(async () => {
  const question = `Give back the label of order ${parcel.channelOrder}? It cannot be used any more.`;
  if (name === "void" && !confirm(question)) return;
  await ask("POST", `/v1/shipments/${parcel.shipment}/${name}`, { key: newKey(), body: {} });
  say(`The parcel of order ${parcel.channelOrder}: ${words(name)}.`);
  wish("parcels");
  wish("orders");
});

const endShop = (shop) => attempt(async () => {
  if (!confirm(`Disconnect ${shop.title}? Its orders stay.`)) return;
  await ask("DELETE", `/v1/connections/${shop.shop}`, { key: newKey() });
  wish("shops");
});

const openDetail = (order) => attempt(async () => {
  const found = await ask("GET", `/v1/orders/${order.order}`);
  byID("detail-title").textContent = `Order ${order.channelOrder}`;
  views.detail(found, may("orders:write") && (() => attempt(async () => {
    if (!confirm(`Have the channel cancel order ${order.channelOrder}?`)) return;
    await ask("POST", `/v1/orders/${order.order}/cancel`, { key: newKey(), body: {} });
    byID("detail").close();
    say(`Order ${order.channelOrder}: the channel is being asked to cancel it.`);
    wish("orders");
  })));
  byID("detail").showModal();
});

// ---- Who is there ----

function showConnect() {
  const link = (market, text) => {
    const query = new URLSearchParams(state.tenant ? { market, tenant: state.tenant } : { market });
    return element("a", { class: "btn btn-sm btn-primary", href: `/api/tiktokshop/auth?${query}` }, text);
  };
  const needsBrand = state.session.kind === "agency" && !state.tenant && state.session.tenants.length > 1;
  byID("connect").replaceChildren(...(!may("connections:write") ? []
    : needsBrand ? [element("span", { class: "small text-secondary" }, "choose a brand to connect a shop")]
      : [link("row", "Connect a shop"), link("us", "… in the US")]));
}

async function showTenants() {
  const select = byID("tenant");
  select.hidden = state.session.tenants.length < 2;
  if (select.hidden) return;
  const told = may("tenants:read") ? await ask("GET", "/v1/tenants").catch(() => undefined) : undefined;
  const title = new Map((told?.tenants ?? []).map((tenant) => [tenant.id, tenant.name]));
  select.replaceChildren(element("option", { value: "" }, "All brands"),
    ...state.session.tenants.map((id) => element("option", { value: id }, title.get(id) ?? id)));
}

async function enter(session) {
  state.session = session;
  byID("signin").hidden = true;
  byID("content").hidden = byID("signout").hidden = false;
  await showTenants();
  showConnect();
  forget();
  listen();
}

function leave() {
  source?.close();
  state.session = null;
  state.tenant = "";
  credit.leave();
  byID("content").hidden = byID("signout").hidden = byID("tenant").hidden = byID("live").hidden = true;
  byID("away").hidden = true;
  byID("notice").replaceChildren();
  byID("signin").hidden = false;
  byID("key").focus();
}

async function signIn(event) {
  event.preventDefault();
  byID("signin-trouble").textContent = "";
  try {
    const session = await ask("POST", "/v1/session", { body: { key: byID("key").value } });
    byID("key").value = "";
    await enter(session);
    byID("content").focus({ preventScroll: true });
    scrollTo(0, 0);
  } catch (trouble) {
    byID("signin-trouble").textContent = trouble.message;
  }
}

function later(work) {
  let timer;
  return () => { clearTimeout(timer); timer = setTimeout(work, 300); };
}

function start() {
  byID("signin-form").addEventListener("submit", signIn);
  byID("signout").addEventListener("click", () => attempt(async () => {
    await ask("DELETE", "/v1/session");
    leave();
  }));
  byID("tenant").addEventListener("change", (event) => {
    state.tenant = event.target.value;
    showConnect();
    forget();
    listen();
  });
  byID("windows").addEventListener("click", (event) => {
    const chosen = event.target.dataset.window;
    if (!chosen) return;
    state.window = chosen;
    for (const one of byID("windows").children) one.setAttribute("aria-pressed", String(one === event.target));
    for (const one of byID("windows").children) one.classList.toggle("active", one === event.target);
    wish("figures");
  });
  byID("windows").firstElementChild.classList.add("active");
  byID("orders-status").append(...statuses.map((name) => element("option", { value: name }, words(name))));
  for (const form of ["orders-filter", "stock-filter", "parcels-filter"]) {
    byID(form).addEventListener("submit", (event) => event.preventDefault());
  }
  byID("orders-filter").addEventListener("input", later(() => { state.orders = 25; wish("orders"); }));
  byID("stock-filter").addEventListener("input", later(() => { state.stock = 50; wish("stock"); }));
  byID("parcels-filter").addEventListener("input", later(() => { state.parcels = 25; wish("parcels"); }));
  for (const name of ["orders", "stock", "parcels"]) {
    byID(`${name}-more`).addEventListener("click", () => {
      state[name] = Math.min(most, state[name] * 2);
      wish(name);
    });
  }
  credit.start();
  byID("adjust-form").addEventListener("submit", adjust);
  byID("adjust-cancel").addEventListener("click", () => byID("adjust").close());
  byID("detail-close").addEventListener("click", () => byID("detail").close());
  const isConnected = new URLSearchParams(location.search).get("tiktokshop_connected") === "true";
  if (isConnected) {
    say("The shop is connected. Its orders of the last 90 days are on their way.");
    history.replaceState(null, "", "/");
  }
  // Whoever is scored has come back to see what becomes of their score.
  ask("GET", "/v1/session").then(enter).then(() => isConnected && credit.expect(), (trouble) => {
    leave();
    if (trouble.status !== 401) byID("signin-trouble").textContent = trouble.message;
  });
}

start();
