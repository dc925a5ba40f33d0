// How figures are written: amounts by their currency, times and counts as this browser's language has it.

const language = navigator.language || "en";
const currencies = new Map();

// Minor units become major ones by ISO 4217's digits, which Intl knows: cents, yen, fils.
export function money(minorUnits, currency) {
  if (minorUnits === null || minorUnits === undefined) return "–";
  if (!currencies.has(currency)) {
    currencies.set(currency, new Intl.NumberFormat(language, { style: "currency", currency }));
  }
  const format = currencies.get(currency);
  return format.format(minorUnits / 10 ** format.resolvedOptions().maximumFractionDigits);
}

const whole = new Intl.NumberFormat(language);
export const count = (value) => (value === null || value === undefined ? "–" : whole.format(value));

const share = new Intl.NumberFormat(language, {
  style: "percent", maximumFractionDigits: 1, signDisplay: "exceptZero",
});

// The change against the window before; nothing where there is nothing to compare with.
export function change(now, before) {
  if (before === null || before === undefined || now === null || now === undefined) return "";
  if (before === 0) return now === 0 ? "" : "none before";
  return `${share.format((now - before) / before)} to before`;
}

const clock = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat(language, { month: "short", day: "numeric" });

// Today's times as a clock shows them, others by their day.
export function when(text) {
  if (!text) return "–";
  const time = new Date(text);
  const isToday = time.toDateString() === new Date().toDateString();
  return isToday ? clock.format(time) : `${day.format(time)} ${clock.format(time)}`;
}

const calendar = new Intl.DateTimeFormat(language, { year: "numeric", month: "short", day: "numeric" });
export const date = (text) => (text ? calendar.format(new Date(text)) : "–");

// A length of time in its largest unit, rounded down: `3 days`.
export function ago(seconds) {
  if (seconds === null || seconds === undefined) return "–";
  const [length, unit] = [[86400, "day"], [3600, "hour"], [60, "minute"]].find(([one]) => seconds >= one) ?? [];
  if (!length) return "less than a minute";
  const number = Math.floor(seconds / length);
  return `${count(number)} ${unit}${number === 1 ? "" : "s"}`;
}

export const percent = (part) =>
  (part === null || part === undefined ? "–" : `${Number((part * 100).toFixed(1))} %`);

export const step = (text, window) => (window === "today" ? clock : day).format(new Date(text));

// A trend, which scores measure as (new − old) ÷ (new + old), as growth of the old: 0.2 is +50 %. From −1, to nothing,
// to 1, from nothing.
export function growth(trend) {
  if (trend === null || trend === undefined) return "–";
  if (Number(trend) >= 1) return "from nothing";
  const parts = Number((2 * trend / (1 - trend) * 100).toFixed(1));
  return `${parts > 0 ? "+" : parts < 0 ? "−" : ""}${count(Math.abs(parts))} %`;
}

// `awaitingShipment` becomes "awaiting shipment"; codes in capitals, such as `US` and `USD`, stay as they are.
export const words = (name) => (/^[A-Z]{2,}$/.test(name) ? name
  : String(name ?? "–").replace(/([A-Z])/g, " $1").toLowerCase());
