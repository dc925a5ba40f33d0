// What the sections look like. Everything that comes from outside goes in as text, never as markup.

import { change, count, money, step, when, words } from "./figures.js";

export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

const byID = (id) => document.getElementById(id);

const tones = {
  completed: "good", delivered: "good", inTransit: "good", shipped: "good", deducted: "good", reserved: "good",
  connected: "good", live: "good", waiting: "warn", onHold: "warn", unpaid: "warn", unknownPurchase: "warn",
  linked: "good", actual: "good", verified: "good", paid: "good", accepted: "good", resolved: "good", offered: "warn",
  estimated: "warn", missing: "warn", contested: "warn", processing: "warn", declared: "warn", open: "warn",
  expired: "warn", doesNotCount: "warn", refused: "bad", ended: "bad", cancelled: "bad", failed: "bad",
  deauthorized: "bad", disconnected: "bad",
};
export const mark = (name) => (name ? element("span", { class: `mark ${tones[name] ?? ""}` }, words(name)) : "–");

export const small = (text) => element("span", { class: "small-line" }, text);
const cell = (content, name = "") => element("td", { class: name }, content);
export const button = (text, label, act, tone = "secondary") => element("button", {
  class: `btn btn-sm btn-outline-${tone}`, type: "button", "aria-label": label, onclick: act }, text);

// How each row was drawn: one that looks the same stays where it is, under the pointer and with the focus.
const drawn = new WeakMap();
const seen = new Map();
export function fill(id, rows, empty) {
  const body = byID(id);
  const known = seen.get(id);
  const standing = new Map([...body.children].map((row) => [row.dataset.key, row]));
  const shown = rows.map((row) => {
    // On a phone rows are laid out as cards, by which browsers forget that they are rows.
    if (row.tagName === "TR") row.setAttribute("role", "row");
    for (const cell of row.querySelectorAll("td")) cell.setAttribute("role", "cell");
    const markup = row.outerHTML;
    const old = standing.get(row.dataset.key);
    if (old && drawn.get(old) === markup) return old;
    drawn.set(row, markup);
    // Rows that were not there a moment ago are lit up for a moment.
    if (known && !known.has(row.dataset.key)) row.classList.add("fresh");
    return row;
  });
  seen.set(id, new Set(rows.map((row) => row.dataset.key)));
  const columns = body.closest("table")?.querySelectorAll("thead th").length;
  const nothing = columns
    ? element("tr", {}, element("td", { class: "empty", colspan: columns }, empty))
    : element("li", { class: "empty" }, empty);
  place(body, rows.length ? shown : [nothing]);
}

// Puts rows into their places, and moves none that is there already; whoever had the focus gets it back.
function place(body, rows) {
  const held = body.contains(document.activeElement) ? document.activeElement : null;
  const [key, name] = [held?.closest("[data-key]")?.dataset.key, held && nameOf(held)];
  const staying = new Set(rows);
  for (const row of [...body.children]) if (!staying.has(row)) row.remove();
  rows.forEach((row, index) => {
    if (body.children[index] !== row) body.insertBefore(row, body.children[index] ?? null);
  });
  if (!held || held === document.activeElement) return;
  const row = rows.find((one) => one.dataset.key === key);
  [...row?.querySelectorAll("button, a") ?? []].find((one) => nameOf(one) === name)?.focus({ preventScroll: true });
}
const nameOf = (node) => node.getAttribute("aria-label") ?? node.textContent;

// What stands there until a reading succeeds.
export function placeholder(name, text) {
  seen.delete(name);
  if (name === "figures") {
    byID("tiles").replaceChildren(...tiles.map(([, title]) => tile(title, figure("–"), " ")));
    byID("as-of").textContent = "";
    drawing?.destroy();
    drawing = undefined;
    return;
  }
  fill(name, [], text);
  seen.delete(name);
}

const tiles = [
  ["gmv", "GMV", "gmv", money], ["orders", "Orders", "paidOrders", count], ["units", "Units", "unitsSold", count],
  ["aov", "Average order", "averageOrder", money], ["labels", "Labels", "labels", count],
  ["parcels", "Parcels", "parcels", count], ["oversells", "Oversells", "oversells", count],
];
const figure = (text, attributes = {}) => element("div", { class: "figure", ...attributes }, text);
const tile = (title, figure, note) => element("div", { class: "tile" }, element("dt", {}, title),
  element("dd", {}, figure, element("div", { class: "change" }, note)));

export function figures(summary, window) {
  const { now, before, currency } = summary;
  // Today is compared up to the last full half-hour, as yesterday is cut there, too.
  const fair = summary.compared ?? now;
  byID("tiles").replaceChildren(...tiles.map(([name, title, field, write]) => tile(title,
    figure(write(now[field], currency), { "data-figure": name, "data-value": now[field] ?? "" }),
    change(fair[field], before?.[field]) || " ")));
  const half = 1800e3;
  const cut = summary.compared ? new Date(Math.floor(new Date(summary.until) / half) * half) : null;
  const compared = cut && before ? ` Changes compare up to ${when(cut)} with the day before up to then.` : "";
  const left = summary.unconverted.length
    ? ` Without a rate, and left out of amounts: ${summary.unconverted.join(", ")}.` : "";
  byID("as-of").textContent = `As of ${when(summary.asOf)}, days of ${summary.zone}.${compared}${left}`;
  chart(summary, window);
}

let drawing;
function chart(summary, window) {
  if (!globalThis.Chart) return;
  const digits = new Intl.NumberFormat("en", { style: "currency", currency: summary.currency })
    .resolvedOptions().maximumFractionDigits;
  const data = {
    labels: summary.series.map((point) => step(point.at, window)),
    datasets: [
      { label: `GMV (${summary.currency})`, data: summary.series.map((point) => point.gmv / 10 ** digits),
        backgroundColor: "#0b5cff", borderRadius: 3, yAxisID: "y", order: 1 },
      { label: "Orders", type: "line", data: summary.series.map((point) => point.paidOrders), borderColor: "#14202e",
        backgroundColor: "#14202e", borderWidth: 1.5, pointRadius: 0, yAxisID: "orders", order: 0 },
    ],
  };
  if (drawing) {
    drawing.data = data;
    drawing.update("none");
    return;
  }
  drawing = new globalThis.Chart(byID("chart"), {
    type: "bar", data,
    options: {
      maintainAspectRatio: false, animation: false, interaction: { mode: "index", intersect: false },
      plugins: { legend: { labels: { boxWidth: 12 } } },
      scales: {
        // As many labels as the width has room for, also after it has changed: a limit in figures would overrule that.
        x: { grid: { display: false }, ticks: { maxRotation: 0, autoSkipPadding: 24 } },
        y: { beginAtZero: true, grid: { color: "#eef1f4" } },
        orders: { beginAtZero: true, position: "right", grid: { display: false }, ticks: { precision: 0 } },
      },
    },
  });
}

export function orders(list, progress, open, isNarrowed) {
  const known = new Map((progress ?? []).map((one) => [one.order, one]));
  fill("orders", list.map((order) => {
    const { stock, shipment } = known.get(order.order) ?? {};
    const parcel = shipment && (shipment.isPaused ? "paused" : shipment.state);
    return element("tr", { "data-key": order.order, "data-order": order.channelOrder },
      element("td", {},
        element("button", { class: "link", type: "button", onclick: () => open(order) }, order.channelOrder),
        order.flags.length ? small(order.flags.map(words).join(", ")) : null),
      cell(mark(order.status)), element("td", { "data-label": "Stock" }, mark(stock)),
      element("td", { "data-label": "Parcel" }, mark(parcel),
        shipment?.waitsFor ? small(`waits for ${words(shipment.waitsFor)}`) : null),
      cell(count(order.units), "wide text-end"),
      cell(money(order.gmv.minorUnits, order.gmv.currency), "text-end"), cell(when(order.placedAt), "wide text-end"));
  }), isNarrowed ? "Nothing matches." : "No orders yet.");
}

// Without a function to change stock the key may only look.
export function stock(levels, adjust, isNarrowed) {
  const isLow = (level) => level.available <= level.threshold;
  const sorted = [...levels].sort((a, b) => isLow(b) - isLow(a) || a.code.localeCompare(b.code));
  fill("stock", sorted.map((level) =>
    element("tr", { "data-key": `${level.sku} ${level.location}`, "data-sku": level.code },
      element("td", {}, level.code, small(`${level.title} · ${level.locationName}`)),
      element("td", { class: "text-end", "data-available": level.available },
        element("span", { class: isLow(level) ? "mark bad" : "" }, count(level.available), isLow(level) ? " low" : "")),
      cell(count(level.onHand), "wide text-end"), cell(count(level.reserved), "wide text-end"),
      cell(adjust ? button("Change", `Change the stock of ${level.code} at ${level.locationName}`,
        () => adjust(level)) : "", "text-end"))), isNarrowed ? "Nothing matches." : "No stock yet.");
}

// What a person may do to a parcel where it stands.
function acts(parcel) {
  if (parcel.state === "waiting" && parcel.waitsFor === "confirmation" && !parcel.isPaused) return ["confirm", "pause"];
  const again = parcel.waitsFor ? ["retry"] : [];
  // Of a parcel that is over one thing may be left: a purchase of which nobody can tell what became.
  if (["shipped", "inTransit", "delivered", "cancelled"].includes(parcel.state)) return again;
  if (parcel.isPaused) return [...again, "release"];
  return [...again, ...(parcel.state === "labelled" ? ["void"] : []), "pause"];
}

export function parcels(list, act, isNarrowed) {
  fill("parcels", list.map((parcel) =>
    element("tr", { "data-key": parcel.shipment },
      element("td", {}, parcel.channelOrder, parcel.sentence ? small(parcel.sentence) : null,
        parcel.tracking ? small(`${parcel.carrier ?? ""} ${parcel.tracking}`.trim()) : null),
      cell(mark(parcel.isPaused ? "paused" : parcel.state)),
      cell(parcel.carrier ? `${parcel.carrier} ${parcel.service ?? ""}` : "–", "wide"),
      cell(parcel.cost ? money(parcel.cost.minorUnits, parcel.cost.currency) : "–", "wide text-end"),
      element("td", { class: "text-end" }, element("span", { class: "d-inline-flex flex-wrap gap-1" },
        parcel.hasLabel ? element("a", { class: "btn btn-sm btn-outline-secondary", target: "_blank", rel: "noopener",
          "aria-label": `Label of order ${parcel.channelOrder}`, href: `/v1/shipments/${parcel.shipment}/label` },
        "Label") : null,
        ...(act ? acts(parcel) : []).map((name) =>
          button(words(name), `${words(name)} the parcel of ${parcel.channelOrder}`, () => act(parcel, name))))))),
  isNarrowed ? "Nothing matches." : "No parcels yet.");
}

export function shops(list, end) {
  fill("shops", list.map((shop) => element("li", { "data-key": shop.shop },
    element("div", { class: "main" }, `${shop.title} (${shop.region})`,
      small(shop.trouble ?? `orders read up to ${when(shop.polledTo)}`)),
    mark(shop.state),
    shop.state === "disconnected" || !end ? null
      : button("Disconnect", `Disconnect ${shop.title}`, () => end(shop)))),
  "No shop is connected yet.");
}

export function actions(list) {
  fill("actions", list.map(({ id, taken }) => element("li", { "data-key": id },
    element("div", { class: "main" }, taken.sentence, small(`${when(taken.at)} · ${taken.actor}`)))),
  "Nothing yet.");
}

export function detail(found, cancel) {
  const ordered = (units) => units.open + units.shipConfirmed + units.handedOver + units.cancelled;
  // Units of one listing that cost differently are lines of their own, and one thing to whoever packs them.
  const sold = new Map();
  for (const line of found.order?.order.lines ?? []) {
    const key = `${line.channelSKU} ${line.isGift}`;
    sold.set(key, { title: line.title, units: (sold.get(key)?.units ?? 0) + ordered(line.units) });
  }
  const lines = [...sold.values()].map(({ title, units }) => element("li", {}, `${units} × ${title}`));
  const over = ["cancelled", "inTransit", "delivered", "completed"];
  const mayCancel = cancel && found.order && !over.includes(found.order.order.status);
  byID("detail-body").replaceChildren(...[
    found.missing.length ? element("p", { class: "trouble", role: "alert" },
      `Not there at the moment: ${found.missing.join(", ")}. The rest is shown.`) : null,
    element("p", {}, mark(found.order?.order.status), " ", mark(found.stock?.state), " ",
      ...found.shipments.map((one) => mark(one.shipment.state))),
    element("ul", { class: "mb-2" }, ...lines),
    found.order?.cancel ? element("p", { class: "text-secondary" },
      `Cancelling it: ${words(found.order.cancel.state)}. ${found.order.cancel.detail ?? ""}`) : null,
    mayCancel ? button("Cancel the order", "Cancel the order", cancel, "danger") : null,
    element("ol", { class: "timeline" }, ...found.timeline.map((entry) => element("li", {},
      element("strong", {}, words(entry.kind)), ` ${entry.sentence}`, small(`${when(entry.at)} · ${entry.service}`)))),
  ].filter(Boolean));
}
