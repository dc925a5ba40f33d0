// A person's score with what explains it, who may read it, and who has.

import { button, element, fill, mark, small } from "./views.js";
import { count, money, when, words } from "./figures.js";

const byID = (id) => document.getElementById(id);
const percent = (share) => (share === null || share === undefined ? "–" : `${Number((share * 100).toFixed(1))} %`);
const figure = (name, title, text, note) => element("div", { class: "tile" }, element("dt", {}, title),
  element("dd", {}, element("div", { class: "figure", "data-score": name }, text),
    element("div", { class: "change" }, note || " ")));

// What app.js lends: how to ask, what the key may, who is there.
let page;
// The consent that a lender reads by. It reads when somebody asks for it, and never by itself: each one is seen.
let chosen;
let drawing;

const isLender = () => page.session()?.kind === "lender";

export const sections = (lent) => {
  page = lent;
  return {
    score: { scope: "credit:read", kinds: ["order"], read: readScore },
    consents: { scope: "credit:read", kinds: ["order"], read: async () => {
      consents((await page.ask("GET", "/v1/credit/consents")).consents);
    } },
    reads: { scope: "credit:read", kinds: ["order"], read: async () => {
      reads((await page.ask("GET", "/v1/credit/reads", { query: { limit: 15 } })).reads);
    } },
  };
};

async function readScore() {
  if (isLender()) {
    if (!chosen) fill("score", [], "Choose a consent below to read by. The person sees every reading.");
    if (!chosen?.isWanted) return;
    chosen.isWanted = false;
  }
  const query = { consent: chosen?.consent };
  const [now, past] = await Promise.all([
    page.ask("GET", "/v1/credit/score", { query }), page.ask("GET", "/v1/credit/history", { query })]);
  show(now);
  chart(past.scores, now.score);
  if (isLender()) page.wish("reads");
}

function show({ score, obstacles }) {
  byID("simulate").hidden = !score || isLender();
  if (!score) {
    forget();
    fill("score", obstacles.map((one) => element("li", { "data-key": one.code },
      element("div", { class: "main" }, one.sentence, one.what.length ? small(one.what.map(words).join(", ")) : null),
      mark("waiting"))), "There is no score yet.");
    return;
  }
  const { figures, confidence } = score;
  byID("score-tiles").replaceChildren(
    figure("score", "Score", count(score.scaled), `of ${score.least} to ${score.most}`),
    figure("band", "Band", words(score.band), `${Number(score.raw).toFixed(1)} of 100 points`),
    figure("income", "Income a month", money(figures.monthlyIncome?.minorUnits, figures.currency), "of 90 days"),
    figure("sold", "Orders", count(figures.orders), `returned ${percent(figures.returnRate)}`),
    figure("commission", "Commission", money(figures.commission?.minorUnits, figures.currency), "settled"),
    figure("confidence", "Data", words(confidence.level), `${percent(confidence.coverage)} of 90 days`));
  byID("factors").replaceChildren(...score.factors.map((factor) => element("div", { class: "factor" },
    element("span", {}, words(factor.name)),
    element("meter", { min: 0, max: 100, value: factor.points, "aria-label": `${factor.name}, of 100 points` }),
    element("span", { class: "text-secondary" },
      `${Number(factor.points).toFixed(0)} of 100, ${factor.weight} % of the score`))));
  fill("score", score.reasons.map((reason) => element("li", { "data-key": reason.code },
    element("div", { class: "main" }, reason.sentence,
      small(`${words(reason.factor)} · ${reason.value ?? "missing"}, full points from ${reason.target}`)),
    element("span", { class: "mark warn" }, `−${Number(reason.lost).toFixed(1)}`))), "Nothing is missing.");
  const missing = score.data.filter((datum) => datum.missing).map((datum) => words(datum.name));
  const disputed = score.data.filter((datum) => datum.isDisputed).map((datum) => words(datum.name));
  byID("score-as-of").textContent = `As of ${when(score.asOf)}, model ${score.model}.`
    + (missing.length ? ` Missing: ${[...new Set(missing)].join(", ")}.` : "")
    + (disputed.length ? ` Contested: ${disputed.join(", ")}.` : "")
    + (figures.leftOut.length ? " Some money has no exchange rate, and is left out." : "");
}

function chart(points, score) {
  if (!globalThis.Chart || !score) return;
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
        y: { min: score.least, max: score.most, grid: { color: "#eef1f4" } },
      },
    },
  });
}

function consents(list) {
  const isLive = (one) => !one.revokedAt && new Date(one.until) > new Date();
  fill("consents", list.map((one) => element("li", { "data-key": one.consent },
    element("div", { class: "main" }, one.purpose,
      small(`${isLender() ? `of ${one.subject}` : `to ${one.lender}`} · until ${when(one.until)}`)),
    mark(isLive(one) ? "live" : "ended"),
    !isLive(one) ? null : isLender()
      ? button("Read", `Read the score for ${one.purpose}`, () => {
        chosen = { consent: one.consent, isWanted: true };
        page.wish("score");
      })
      : page.may("credit:write") ? button("End", `End the consent for ${one.purpose}`, () => end(one)) : null)),
  isLender() ? "Nobody has given a consent yet." : "Nobody may read the score.");
}

const end = (consent) => page.attempt(async () => {
  if (!confirm("End this consent? The lender reads no more.")) return;
  await page.ask("POST", `/v1/credit/consents/${consent.consent}/revoke`, { key: page.newKey() });
  page.wish("consents");
});

function reads(list) {
  fill("reads", list.map((one) => element("li", { "data-key": one.read },
    element("div", { class: "main" }, `${words(one.what)}${one.scaled ? `: ${count(one.scaled)}` : ""}`,
      small(`${when(one.at)} · ${one.lender} · ${one.actor}`)))),
  "No lender has read the score.");
}

async function simulate(event) {
  event.preventDefault();
  await page.attempt(async () => {
    const changes = [
      ["returnRate", byID("simulate-returns").value, 100], ["shopRating", byID("simulate-rating").value, 1],
    ].filter(([, value]) => value !== "")
      .map(([what, value, parts]) => ({ what, value: String(Number((value / parts).toFixed(6))) }));
    const told = byID("simulated");
    if (!changes.length) {
      told.textContent = "Say what would be different.";
      return;
    }
    const { now, assumed } = await page.ask("POST", "/v1/credit/simulate", { body: { changes } });
    told.textContent = `${count(now.scaled)} would be ${count(assumed.scaled)} (${words(assumed.band)}).`;
  });
}

async function give(event) {
  event.preventDefault();
  await page.attempt(async () => {
    const days = Number(byID("consent-days").value);
    const body = { lender: byID("consent-lender").value.trim(), purpose: byID("consent-purpose").value,
      until: new Date(Date.now() + days * 86400e3).toISOString() };
    await page.ask("POST", "/v1/credit/consents", { key: page.newKey(), body });
    byID("consent-form").reset();
    page.say("The lender may read the score.");
    page.wish("consents");
  });
}

// Another person's score must not stand there while one's own is on its way.
export function forget() {
  byID("score-tiles").replaceChildren();
  byID("factors").replaceChildren();
  byID("score-as-of").textContent = byID("simulated").textContent = "";
  byID("simulate").hidden = true;
  byID("consent-form").hidden = !page?.may("credit:write");
  drawing?.destroy();
  drawing = undefined;
}

export function leave() {
  chosen = undefined;
  forget();
}

export function start() {
  byID("simulate").addEventListener("submit", simulate);
  byID("consent-form").addEventListener("submit", give);
}
