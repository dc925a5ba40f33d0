// What a person is told of their score: which sections there are, when they are read, and what is asked for.

import * as desk from "./credit-desk.js";
import * as shown from "./credit-score.js";
import { fill } from "./views.js";
import { count, words } from "./figures.js";

const byID = (id) => document.getElementById(id);

// What app.js lends: how to ask, what the key may, who is there.
let page;
// The consent that a lender reads by. It reads when somebody asks for it, and never by itself: each one is seen.
let chosen;
// The as-of time of the score that is shown, and what is waited for: another one than that.
let asOf;
let awaited;
// The answer that is shown where there is no score.
let blocked;

const isLender = () => page.session()?.kind === "lender";
const isPerson = () => !isLender();

export const sections = (lent) => {
  page = lent;
  const own = { scope: "credit:read", kinds: ["order"], isFor: isPerson };
  const both = { scope: "credit:read", kinds: ["order"] };
  desk.open({ ...lent, isLender, choose, expect });
  return {
    score: { ...both, read: readScore },
    consents: { ...both, read: async () => {
      desk.consents((await page.ask("GET", "/v1/credit/consents")).consents);
    } },
    reads: { ...both, read: async () => {
      desk.reads((await page.ask("GET", "/v1/credit/reads", { query: { limit: 15 } })).reads);
    } },
    links: { ...own, read: async () => { desk.links((await page.ask("GET", "/v1/credit/links")).links); } },
    papers: { ...own, read: async () => {
      desk.papers((await page.ask("GET", "/v1/credit/documents")).documents);
      if (blocked) shown.obstacles(blocked, desk.knownPapers());
    } },
    disputes: { ...own, read: async () => {
      desk.disputes((await page.ask("GET", "/v1/credit/disputes")).disputes);
    } },
    platforms: { ...own, read: async () => {
      desk.platforms((await page.ask("GET", "/v1/credit/platforms")).platforms);
    } },
  };
};

function choose(consent) {
  chosen = { consent, isWanted: true };
  page.wish("score");
}

async function readScore() {
  if (isLender()) {
    if (!chosen) fill("score", [], "Choose a consent below to read by. The person sees every reading.");
    if (!chosen?.isWanted) return;
    chosen.isWanted = false;
  }
  const query = { consent: chosen?.consent };
  const [now, past] = await Promise.all([
    page.ask("GET", "/v1/credit/score", { query }), page.ask("GET", "/v1/credit/history", { query })]);
  show(now, past.scores);
  if (isLender()) page.wish("reads");
}

function show(now, past) {
  byID("simulate").hidden = !now.score || isLender();
  blocked = now.score ? undefined : now;
  if (now.score) {
    const contest = page.may("credit:write") && isPerson() ? desk.openContest : null;
    shown.score(now, past, { contest, isLender: isLender() });
  } else {
    shown.forget();
    shown.obstacles(now, desk.knownPapers());
  }
  desk.accounts(now.accounts);
  arrived(now.score?.asOf);
}

// ---- A score that is being made ----

// How often it is looked for, and how long.
const pause = 3000;
const patience = 600e3;

// Something has changed that the score hangs on: the page says so, and reads until another score is there.
export function expect() {
  if (!page.may("credit:read") || isLender()) return false;
  clearTimeout(awaited?.timer);
  awaited = { asOf, isFirst: asOf === undefined, until: Date.now() + patience };
  byID("score-awaited").hidden = false;
  look();
  return true;
}

function look() {
  page.wish("score");
  awaited.timer = setTimeout(() => (Date.now() < awaited.until ? look() : stopWaiting()), pause);
}

// Who has just opened the page has not seen the score of before: the first one that is read is that one.
function arrived(found) {
  asOf = found ?? null;
  if (!awaited) return;
  if (awaited.isFirst) Object.assign(awaited, { asOf, isFirst: false });
  else if (found && found !== awaited.asOf) stopWaiting();
}

function stopWaiting() {
  clearTimeout(awaited?.timer);
  awaited = undefined;
  byID("score-awaited").hidden = true;
}

// ---- What might be ----

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
    told.textContent = `${count(now.scaled)} would be ${count(assumed.scaled)} (${words(assumed.band)}). `
      + "This is a guess: nothing is changed by it.";
  });
}

// Another person's score must not stand there while one's own is on its way.
export function forget() {
  shown.forget();
  byID("simulated").textContent = "";
  byID("simulate").hidden = true;
  const mayWrite = Boolean(page?.may("credit:write")) && isPerson();
  for (const id of ["consent-form", "paper-form", "erase"]) byID(id).hidden = !mayWrite;
  desk.forget();
  asOf = blocked = undefined;
  stopWaiting();
}

export function leave() {
  chosen = undefined;
  forget();
}

export function start() {
  byID("simulate").addEventListener("submit", simulate);
  desk.start();
}
