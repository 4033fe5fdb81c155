// Elements and numbers. Nothing here takes markup: what a rover or a host says is shown as text, whatever it is.

/** An element: h("button", { id: "x", onclick: f }, "text", child, ...). */
export function h(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "class") element.className = value;
    else if (key === "text") element.textContent = value;
    else if (key === "hue") element.style.setProperty("--tile", value);
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat().filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

export const byId = id => document.getElementById(id);

/** Writes a text only where it differs: a page that is written anew forgets what was selected in it. */
export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

export const isNumber = value => typeof value === "number" && Number.isFinite(value);

export function number(value, digits = 4) {
  if (!isNumber(value)) return "–";
  if (value !== 0 && (Math.abs(value) >= 1e6 || Math.abs(value) < 1e-4)) return value.toExponential(2);
  return String(Number(value.toPrecision(digits)));
}

export const fixed = (value, digits, unit = "") => isNumber(value) ? value.toFixed(digits) + unit : "–";

export function age(seconds) {
  if (!isNumber(seconds)) return "–";
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172800) return `${(seconds / 3600).toFixed(1)} h`;
  return `${Math.round(seconds / 86400)} days`;
}

export const bytes = value => value < 1e4 ? `${value} B` : value < 1e7 ? `${(value / 1e3).toFixed(0)} kB` : `${(value / 1e6).toFixed(1)} MB`;

const dark = matchMedia("(prefers-color-scheme: dark)");
let cache = new Map();
dark.addEventListener("change", () => { cache = new Map(); dispatchEvent(new Event("theme")); });

/** A colour of the style sheet. */
export function css(name) {
  if (!cache.has(name)) cache.set(name, getComputedStyle(document.documentElement).getPropertyValue(name).trim());
  return cache.get(name);
}

/** Of rover i: twelve that are told apart, then a wheel. */
export const colour = i => i < 12 ? css(`--c${i}`) : `hsl(${Math.round(i * 137.508 % 360)} 62% ${css("--light")})`;

/** Sends a request that changes something; throws what the server has to say. */
export async function post(path, body) {
  const response = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body ?? {}) });
  return read(response);
}

export const get = async path => read(await fetch(path));

async function read(response) {
  let json = null;
  try { json = await response.json(); } catch { /* Not JSON: said below. */ }
  if (!response.ok || !json) throw new Error(json?.error ? `${json.error.code} ${json.error.what} ${json.error.next ?? ""}` : `The server answered ${response.status}.`);
  return json;
}

/** Remembers a choice of this browser. */
export function remembered(key, fallback) {
  try { return localStorage.getItem("mae." + key) ?? fallback; } catch { return fallback; }
}

export function remember(key, value) {
  try { localStorage.setItem("mae." + key, value); } catch { /* Only for this time, then. */ }
}
