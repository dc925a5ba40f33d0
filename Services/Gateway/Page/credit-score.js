// A score with what explains it: how old and how good the data are, what was used, and what was missing.

import { button, element, fill, mark, small } from "./views.js";
import { hurdles, names } from "./credit-words.js";
import { ago, count, date, growth, money, percent, when, words } from "./figures.js";

const byID = (id) => document.getElementById(id);
const unique = (list) => [...new Set(list)];
const cash = (amount) => money(amount?.minorUnits, amount?.currency);
const tile = (name, title, text, note) => element("div", { class: "tile" }, element("dt", {}, title),
  element("dd", {}, element("div", { class: "figure", "data-score": name }, text),
    element("div", { class: "change" }, note || " ")));

// Units of what the score looks at; the rest are plain numbers.
const shares = ["returnRate", "onTimeRate", "orderRegularity", "incomeStability"];
const trends = ["incomeTrend", "orderTrend", "affiliateTrend"];
const incomes = ["monthlyIncome", "secondIncome"];
function value(name, text, currency) {
  if (text === null || text === undefined) return "missing";
  if (shares.includes(name)) return percent(text);
  if (trends.includes(name)) return growth(text);
  if (name === "sellerType") return text === "1" ? "business" : "individual";
  if (name === "shopAge") return `${count(Number(text))} days`;
  if (!incomes.includes(name)) return count(Number(text));
  return new Intl.NumberFormat(navigator.language || "en", { style: "currency", currency }).format(Number(text));
}

// `contest` is what a person may do about a datum, and nothing for whoever may only look.
export function score({ score: now, accounts }, past, { contest, isLender }) {
  byID("score-details").hidden = false;
  tiles(now);
  basis(now);
  factors(now);
  fill("score", now.reasons.map((reason) => {
    const [input] = reason.code.split(".");
    const target = value(input, reason.target, now.figures.currency);
    return element("li", { "data-key": reason.code },
      element("div", { class: "main" }, reason.sentence, small(`${words(reason.factor)} · `
        + `${value(input, reason.value, now.figures.currency)}, full points from ${target}`)),
      element("span", { class: "mark warn" }, `−${Number(reason.lost).toFixed(1)}`));
  }), "Nothing is missing.");
  sums(now.figures);
  data(now.data, accounts, contest, isLender);
  chart(past, now);
}

// What keeps somebody from having a score.
export function obstacles({ obstacles: list, accounts }, papers) {
  const places = new Set(accounts.map(({ market }) => market));
  fill("score", hurdles(list, papers, places).map(({ key, sentence, detail, way }) =>
    element("li", { "data-key": key }, element("div", { class: "main" }, sentence, detail ? small(detail) : null,
      way ? small(way) : null), mark("waiting"))),
  "There is no score yet.");
}

const isEstimated = ({ confidence }) => (confidence.isEstimated ? "estimated" : "actual");

function tiles(now) {
  const { figures, confidence } = now;
  byID("score-tiles").replaceChildren(
    tile("score", "Score", count(now.scaled), `of ${now.least} to ${now.most}`),
    tile("band", "Band", words(now.band), `${Number(now.raw).toFixed(1)} of 100 points`),
    tile("income", "Income a month", cash(figures.monthlyIncome), `${isEstimated(now)}, of ${figures.periodDays} days`),
    tile("sold", "Orders", count(figures.orders), `returned ${percent(figures.returnRate)}`),
    tile("commission", "Commission", cash(figures.commission), figures.commission ? "settled" : "missing"),
    tile("age", "Age of the data", ago(confidence.age), "since the oldest were read"),
    tile("confidence", "Confidence", words(confidence.level),
      `known for ${percent(confidence.coverage)} of the time`));
}

// One sentence for each thing that is amiss with the data.
function amiss(now, reason) {
  const estimated = now.data.filter((one) => one.isEstimated && one.name !== "openedAt").map((one) => words(one.name));
  return {
    estimated: `Estimated instead of read: ${unique(estimated).join(", ")}.`,
    old: `The oldest data were read ${ago(now.confidence.age)} ago.`,
    shortHistory: `The history of every account is known for ${percent(now.confidence.coverage)} of the time only.`,
    commissionToSettle: `Commissions are still to be settled (${count(now.figures.unsettledCommissions)}): the `
      + "income is likely to be higher than it shows.",
    moneyLeftOut: `Some money is in no sum, since it has no exchange rate or its amount is not told${
      now.figures.leftOut.length ? `: ${now.figures.leftOut.map(cash).join(", ")}` : ""}.`,
  }[reason] ?? words(reason);
}

function basis(now) {
  const { confidence, window } = now;
  const names = (list) => unique(list.map((one) => words(one.name))).join(", ");
  const [missing, disputed] = [now.data.filter((one) => one.missing), now.data.filter((one) => one.isDisputed)];
  byID("score-as-of").textContent = `Made of ${isEstimated(now)} data of the ${now.figures.periodDays} days from `
    + `${date(window.from)} to ${date(window.until)}. As of ${when(now.asOf)}, model ${now.model}.`
    + (missing.length ? ` Missing: ${names(missing)}.` : "")
    + (disputed.length ? ` Contested: ${names(disputed)}.` : "");
  byID("confidence").replaceChildren(element("strong", {}, `Confidence is ${words(confidence.level)}. `),
    confidence.reasons?.length ? confidence.reasons.map((reason) => amiss(now, reason)).join(" ")
      : confidence.level === "high" ? "What was read is fresh and covers the whole time." : "");
}

function factors(now) {
  const open = new Set([...byID("factors").querySelectorAll("details[open]")].map((one) => one.dataset.key));
  byID("factors").replaceChildren(...now.factors.map((factor) => element("details",
    { class: "factor", "data-key": factor.name, open: open.has(factor.name) },
    element("summary", {}, element("span", {}, words(factor.name)),
      element("meter", { min: 0, max: 100, value: factor.points, "aria-label": `${factor.name}, of 100 points` }),
      element("span", { class: "text-secondary" },
        `${Number(factor.points).toFixed(0)} of 100, ${factor.weight} % of the score`)),
    element("ul", { class: "list" }, ...factor.inputs.map((input) => element("li", {},
      element("div", { class: "main" }, words(input.name), small(told(input, now.figures.currency))),
      input.standing === "leftOut" ? null : element("span", { class: "text-nowrap" },
        `${(input.worth - input.lost).toFixed(1)} of ${Number(input.worth).toFixed(1)}`)))))));
}

function told(input, currency) {
  const target = `full points from ${value(input.name, input.target, currency)}`;
  if (input.standing === "leftOut") return "missing: the others of this part stand in for it";
  if (input.standing === "neutral") return `missing: it has neutral points · ${target}`;
  return `${value(input.name, input.value, currency)}${input.tier ? ` (${words(input.tier)})` : ""} · ${target}`;
}

// What was added up. What is not known is said to be missing, and is no nought.
function sums(figures) {
  const attributed = figures.attributedOrders === undefined ? "" : `, worth ${cash(figures.attributedSales)}`;
  const months = figures.months.map(({ income, orders }) => `${income ? cash(income) : "not known"}${
    orders === undefined ? "" : ` (${count(orders)} orders)`}`);
  const rows = [
    ["GMV", cash(figures.gmv)], ["Net revenue", cash(figures.netRevenue)],
    ["Orders that were completed", count(figures.completedOrders)], ["Items sold", count(figures.items)],
    ["Average order", cash(figures.averageOrder)], ["Stars that buyers give", figures.shopRating ?? "–"],
    ["Days with orders", count(figures.activeDays)], ["Income by month, the oldest first", months.join(", ")],
    ["Second income a month", cash(figures.secondIncome)],
    ["Orders of others' shops", `${count(figures.attributedOrders)}${attributed}`],
    ["Commission, direct", cash(figures.directCommission)], ["Commission, assisted", cash(figures.assistedCommission)],
    ["Commission through shop ads", cash(figures.shopAdsCommission)],
    ["Commission, expected and in no sum", cash(figures.estimatedCommission)],
    ["Commissions still to be settled", count(figures.unsettledCommissions ?? (figures.commission && 0))],
    ["Commissions without an amount", count(figures.untoldCommissions ?? (figures.commission && 0))],
    ["Payouts that arrived", `${count(figures.payoutsArrived)}, ${cash(figures.paidOut)}`],
    ["Payouts that came back", count(figures.payoutsFailed)],
  ];
  byID("score-sums").replaceChildren(...rows.map(([title, text]) => element("div", {}, element("dt", {}, title),
    element("dd", {}, /^[–, ]+$/.test(text) ? "missing" : text))));
  fill("payouts", (figures.payouts ?? []).map((one, place) => element("li", { "data-key": `${one.at} ${place}` },
    element("div", { class: "main" }, cash(one.amount),
      small(`${date(one.at)}${one.payments > 1 ? ` · ${one.payments} payments` : ""}${
        one.converted || one.amount.currency === figures.currency ? "" : " · no exchange rate"}`)),
    mark(one.state))), figures.payouts ? "There were no payouts." : "Missing: nobody tells of payouts.");
  fill("rates", (figures.commissionRates ?? []).map((one, place) => element("li", { "data-key": place },
    element("div", { class: "main" }, `Product ${one.product}`), element("span", {}, percent(one.rate)))),
  figures.commissionRates ? "No product has a rate." : "Missing: nobody tells of rates.");
  const more = (figures.ratedProducts ?? 0) - (figures.commissionRates?.length ?? 0);
  byID("rates-rest").textContent = more > 0 ? `${count(more)} more products have lower rates.` : "";
}

const absences = { notTold: "the channel does not tell it", notPermitted: "its permission is not granted",
  notRead: "not read yet", disputed: "you contested it, and were right" };
const absencesOfOthers = { ...absences, disputed: "the person contested it, and was right" };

function data(list, accounts, contest, isLender) {
  const called = names(accounts, list.map((one) => one.account));
  const own = new Set(accounts.map((one) => one.account));
  const why = isLender ? absencesOfOthers : absences;
  fill("score-data", list.map((one) => {
    const whose = called.get(one.account) ?? "";
    const source = one.missing ? why[one.missing] ?? words(one.missing)
      : `read ${when(one.readAt)}${one.since ? `, complete since ${date(one.since)}` : ""}`;
    return element("li", { "data-key": `${one.account}/${one.name}` },
      element("div", { class: "main" }, words(one.name), small([whose, source].filter(Boolean).join(" · "))),
      one.isDisputed ? mark("contested") : null,
      mark(one.missing ? "missing" : one.isEstimated ? "estimated" : "actual"),
      contest && own.has(one.account) && !one.isDisputed && !one.missing
        ? button("Contest", `Contest ${words(one.name)} of the ${whose}`, () => contest(one, whose)) : null);
  }), "Nothing was there to be used.");
}

let drawing;
function chart(points, now) {
  const [first, last] = [points[0], points.at(-1)];
  byID("score-chart").setAttribute("aria-label", points.length
    ? `Score by time: ${count(first.scaled)} on ${date(first.asOf)}, ${count(last.scaled)} on ${date(last.asOf)}`
    : "Score by time: nothing yet");
  if (!globalThis.Chart) return;
  const data = {
    labels: points.map((point) => when(point.asOf)),
    datasets: [{ label: "Score", data: points.map((point) => point.scaled), borderColor: "#0b5cff",
      backgroundColor: "#0b5cff", borderWidth: 2, pointRadius: points.length > 30 ? 0 : 3 }],
  };
  if (drawing) {
    drawing.data = data;
    drawing.update("none");
    return;
  }
  drawing = new globalThis.Chart(byID("score-chart"), {
    type: "line", data,
    options: {
      maintainAspectRatio: false, animation: false, plugins: { legend: { display: false } },
      scales: {
        x: { grid: { display: false }, ticks: { maxRotation: 0, autoSkipPadding: 24 } },
        y: { min: now.least, max: now.most, grid: { color: "#eef1f4" } },
      },
    },
  });
}

export function forget() {
  for (const id of ["score-tiles", "factors", "score-sums", "payouts", "rates", "score-data", "confidence"]) {
    byID(id).replaceChildren();
  }
  byID("score-as-of").textContent = byID("rates-rest").textContent = "";
  byID("score-details").hidden = true;
  drawing?.destroy();
  drawing = undefined;
}
