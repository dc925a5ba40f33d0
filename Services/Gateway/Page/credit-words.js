// What accounts are called, and what stands in the way of a score, as people read it.

import { words } from "./figures.js";

// The markets that are open, and what one or the other of them asks for.
export const markets = ["US", "CA", "GB", "FR", "DE", "IT", "ES", "ID", "MY", "TH", "VN", "PH", "SG"];
export const papers = ["businessEntity", "employerIdentificationNumber", "limitedCompany", "vatRegistration",
  "localEntity", "marketRules", "identity"];

// The page is English, and so are the names of countries on it.
const countries = new Intl.DisplayNames("en", { type: "region" });
const country = (code) => (/^[A-Z]{2}$/.test(code) ? countries.of(code) : code);

// What can be done about a paper that was refused.
export const wayOn = "To declare it again changes nothing: show whoever runs this service a better one, and they look "
  + "again.";

// What each account is called: by what it is and where; of several that would be called the same, by the end of their
// ids. A lender is told neither.
export function names(accounts, others = []) {
  const own = accounts.map(({ account, kind, market }) =>
    [account, `${kind === "seller" ? "own shop" : "creator account"} ${market ?? ""}`.trim()]);
  const known = new Set(own.map(([id]) => id));
  const all = [...own, ...[...new Set(others)].filter((id) => id && !known.has(id)).map((id) => [id, "account"])];
  const isShared = (name) => all.filter(([, other]) => other === name).length > 1;
  return new Map(all.map(([id, name]) => [id,
    isShared(name) ? `${name} ending in ${id.slice(-8)}` : name === "account" ? "" : name]));
}

// One line for each thing that is to be put right. Each paper that was refused has a line of its own: the sentence for
// what is missing asks to declare it, which changes nothing.
//
// `declared` are the person's papers, `places` the markets that papers are asked for in.
export function hurdles(obstacles, declared, places) {
  return obstacles.flatMap((one) => {
    const isMeant = ({ state, document, market }) => state === "refused" && (one.code === "marketUnknown"
      ? document === "identity" : one.code === "missingDocuments" && one.what.includes(document) && places.has(market));
    const gone = declared.filter(isMeant);
    const what = one.what.filter((name) => !gone.some(({ document }) => document === name));
    // Where nothing else is missing, nothing is left to be said by its own sentence.
    const isSaid = one.code === "missingDocuments" && gone.length > 0 && what.length === 0;
    return [...(isSaid ? [] : [told({ ...one, what })]), ...gone.map((paper) => ({
      key: `${one.code} ${paper.document} ${paper.market}`,
      sentence: "A document was looked at and not taken, so it counts as missing.",
      detail: [`${words(paper.document)} for ${country(paper.market)}`, paper.note].filter(Boolean).join(": "),
      way: wayOn,
    }))];
  });
}

function told({ code, sentence, what }) {
  const isClosed = code === "regionBlocked" || code === "regionNotYet";
  const detail = isClosed ? `${what.map(country).join(", ")}. Open are ${markets.map(country).join(", ")}.`
    : what.map(words).join(", ");
  return { key: code, sentence, detail };
}
