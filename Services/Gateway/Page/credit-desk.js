// What a person decides about their score: whose accounts count, which papers there are, who may read, what is wrong.

import { button, element, fill, mark, small } from "./views.js";
import * as terms from "./credit-words.js";
import { count, when, words } from "./figures.js";

const byID = (id) => document.getElementById(id);
// What credit.js lends.
let page;
let contested;
// Links and papers, nothing until they were read, and the accounts of the newest score: they come by three readings.
let linked;
let declared;
let scored = [];

export function open(lent) {
  page = lent;
}

const mayWrite = () => page.may("credit:write") && !page.isLender();

// One thing that a person does: asks first where it cannot be undone, then says what became of it.
const act = (question, method, path, body, sentence, then) => page.attempt(async () => {
  if (question && !confirm(question)) return;
  const answer = await page.ask(method, path, { key: page.newKey(), body });
  page.say(typeof sentence === "function" ? sentence(answer) : sentence);
  then();
});

// ---- Accounts ----

export function links(list) {
  linked = list;
  showLinks();
}

// The accounts that the newest score, or what keeps somebody from one, was made of, with what keeps each from counting.
export function accounts(list) {
  scored = list;
  if (linked) showLinks();
  if (declared) showPapers();
}

// The papers that are known; none until they were read.
export const knownPapers = () => declared ?? [];

function showLinks() {
  const kind = (one) => (one.kind === "seller" ? "Own shop" : "Creator account");
  const known = new Map(scored.map((one) => [one.account, one]));
  const why = (one) => {
    const account = one.state === "linked" ? known.get(one.account) : undefined;
    return account ? terms.hurdles(account.obstacles, knownPapers(), new Set([account.market])) : [];
  };
  fill("links", linked.map((one) => [one, why(one)]).map(([one, hurdles]) => element("li", { "data-key": one.link },
    element("div", { class: "main" }, kind(one), small(`${one.account} · ${one.state} ${when(one.changedAt)}`),
      ...hurdles.map(({ sentence, detail }) => small(`${sentence} ${detail}`.trim()))),
    mark(hurdles.length ? "doesNotCount" : one.state),
    mayWrite() && one.state === "offered" ? button("Take up", `Take up the ${kind(one)} ${one.account}`,
      () => act(null, "POST", `/v1/credit/links/${one.link}/accept`, undefined,
        "The account counts from now on. Its last 90 days are being read.", changed), "primary") : null,
    mayWrite() && one.state !== "ended" ? button("End", `End the link to the ${kind(one)} ${one.account}`,
      () => act("End this link? What was read of the account is deleted.", "POST", `/v1/credit/links/${one.link}/end`,
        undefined, "The account counts no more.", changed)) : null)),
  "No account was offered to you yet. A brand that has connected one offers it.");
}

// What counts has changed: so will the score.
function changed() {
  page.wish("links");
  page.wish("platforms");
  page.expect();
}

// ---- Papers ----

export function papers(list) {
  declared = list;
  showPapers();
  // By a paper that was refused other words are right for what stands in the way.
  if (linked) showLinks();
}

// What accounts still lack is known by what keeps them from being scored.
function showPapers() {
  const lacking = scored.flatMap((account) => account.obstacles.filter((one) => one.code === "missingDocuments")
    .flatMap((one) => one.what.map((document) => ({ market: account.market, document, state: "missing" }))));
  const key = (one) => `${one.market} ${one.document}`;
  const known = new Map(declared.map((one) => [key(one), one]));
  const missing = new Map(lacking.filter((one) => one.market && !known.has(key(one))).map((one) => [key(one), one]));
  fill("papers", [...missing.values(), ...declared].map((one) => element("li", { "data-key": key(one) },
    element("div", { class: "main" }, words(one.document),
      small([one.market, one.note].filter(Boolean).join(" · ")),
      one.state === "refused" ? small(terms.wayOn) : null), mark(one.state),
    one.state === "missing" && mayWrite()
      ? button("I have it", `Declare ${words(one.document)} for ${one.market}`, () => declare(one)) : null)),
  "Nothing was declared, and nothing is asked for.");
}

// What somebody has looked at stays as it is, so the answer says what is true of it.
const declare = ({ market, document }) => act(null, "POST", "/v1/credit/documents", { market, document },
  ({ state }) => `${words(document)} for ${market}: ${state}.${state === "refused" ? ` ${terms.wayOn}` : ""}`, () => {
    page.wish("papers");
    page.expect();
  });

// ---- What is wrong ----

export function openContest(datum, whose) {
  contested = datum;
  byID("contest-what").textContent = `${words(datum.name)} of the ${whose}: say what is wrong with it. `
    + "It goes on counting, marked, until somebody has looked at it.";
  byID("contest-form").reset();
  byID("contest-trouble").textContent = "";
  byID("contest").showModal();
}

async function contest(event) {
  event.preventDefault();
  const body = { account: contested.account, datum: contested.name, words: byID("contest-words").value };
  try {
    await page.ask("POST", "/v1/credit/disputes", { key: page.newKey(), body });
    byID("contest").close();
    page.say(`${words(contested.name)}: contested.`);
    page.wish("disputes");
    page.expect();
  } catch (trouble) {
    byID("contest-trouble").textContent = trouble.message;
  }
}

export function disputes(list) {
  fill("disputes", list.map((one) => element("li", { "data-key": one.dispute },
    element("div", { class: "main" }, `${words(one.datum)}: ${one.words}`,
      small(`opened ${when(one.openedAt)}${one.answer ? ` · answer: ${one.answer}` : ""}`)),
    mark(one.state),
    one.state === "open" && mayWrite() ? button("Withdraw", `Withdraw the dispute about ${words(one.datum)}`,
      () => act(null, "POST", `/v1/credit/disputes/${one.dispute}/withdraw`, undefined, "Contested no more.", () => {
        page.wish("disputes");
        page.expect();
      })) : null)),
  "Nothing is contested. Where a datum above is wrong, contest it there.");
}

// ---- Where income can be read from ----

export function platforms(list) {
  fill("platforms", list.map((one) => element("li", { "data-key": one.name },
    element("div", { class: "main" }, one.title, small(`${one.revenue.map(words).join(" and ")} · `
      + `${one.quality} quality: ${one.isEstimated ? "estimated" : "actual"}`)),
    mark(one.connected ? "connected" : one.canBeConnected ? "can be connected" : "not yet"))), "None.");
}

// ---- Who may read, and who has ----

// Lenders by their names; by their ids while nobody has told how they are called.
const lender = (one) => one.lenderName ?? one.lender;

export function consents(list) {
  const isLive = (one) => !one.revokedAt && new Date(one.until) > new Date();
  const isLender = page.isLender();
  fill("consents", list.map((one) => element("li", { "data-key": one.consent },
    element("div", { class: "main" }, one.purpose,
      small(`${isLender ? `of ${one.subject}` : `to ${lender(one)}`} · until ${when(one.until)}`)),
    mark(isLive(one) ? "live" : "ended"),
    !isLive(one) ? null : isLender
      ? button("Read", `Read the score for ${one.purpose}`, () => page.choose(one.consent))
      : mayWrite() ? button("End", `End the consent for ${one.purpose}`,
        () => act(`End this consent? ${lender(one)} reads no more.`, "POST",
          `/v1/credit/consents/${one.consent}/revoke`, undefined, `${lender(one)} reads no more.`,
          () => page.wish("consents"))) : null)),
  isLender ? "Nobody has given a consent yet." : "Nobody may read the score.");
}

export function reads(list) {
  fill("reads", list.map((one) => element("li", { "data-key": one.read },
    element("div", { class: "main" }, `${words(one.what)}${one.scaled ? `: ${count(one.scaled)}` : ""}`,
      small(`${when(one.at)} · ${lender(one)} · ${one.actor}`)))),
  "No lender has read the score.");
}

const give = (event) => {
  event.preventDefault();
  const days = Number(byID("consent-days").value);
  const body = { lender: byID("consent-lender").value.trim(), purpose: byID("consent-purpose").value,
    until: new Date(Date.now() + days * 86400e3).toISOString() };
  return act(null, "POST", "/v1/credit/consents", body, (one) => `${lender(one)} may read the score.`, () => {
    byID("consent-form").reset();
    page.wish("consents");
  });
};

const erase = () => act("Delete everything that is known of you? Scores, facts, papers and disputes go, and consents "
  + "end. This cannot be undone.", "DELETE", "/v1/credit", undefined, "Everything is deleted.", () => {
  for (const name of ["score", "consents", "papers", "disputes", "reads", "platforms"]) page.wish(name);
});

export function forget() {
  [linked, declared, scored] = [undefined, undefined, []];
}

export function start() {
  byID("paper-market").append(...terms.markets.map((name) => element("option", { value: name }, name)));
  byID("paper-kind").append(...terms.papers.map((name) => element("option", { value: name }, words(name))));
  byID("consent-form").addEventListener("submit", give);
  byID("contest-form").addEventListener("submit", contest);
  byID("contest-cancel").addEventListener("click", () => byID("contest").close());
  byID("erase-button").addEventListener("click", erase);
  byID("paper-form").addEventListener("submit", (event) => {
    event.preventDefault();
    declare({ market: byID("paper-market").value, document: byID("paper-kind").value });
  });
}
