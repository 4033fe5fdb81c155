// Every rover: as a tile while they are few, as rows of a table when they are many.
import { age, byId, colour, fixed, h, isNumber, write } from "./dom.js";

const MOST_TILES = 12;
const GOOD = new Set(["running"]), CALM = new Set(["armed", "disarmed"]), WARN = new Set(["degraded", "safe-stop"]);

export const modeClass = mode => GOOD.has(mode) ? "good" : CALM.has(mode) ? "" : WARN.has(mode) ? "warn" : "bad";

// Name, label, text: of a tile's list and of a table's columns.
const FIELDS = [
  ["battery", "battery", r => isNumber(r.battery_v) && r.battery_v > 0 ? fixed(r.battery_v, 2, " V") : "–"],
  ["said", "last word", r => age(r.values_s_ago ?? r.heard_s_ago)],
  ["loss", "loss", r => isNumber(r.loss) ? `${(100 * r.loss).toFixed(r.loss < 0.1 ? 1 : 0)} %` : "–"],
  ["trip", "round trip", r => fixed(r.round_trip_ms, 0, " ms")],
  ["signal", "signal", r => isNumber(r.signal_dbm) ? `${r.signal_dbm} dBm` : "–"],
  ["set", "set", r => isNumber(r.parameter_version) ? r.parameter_version === 0 ? "none" : `v${r.parameter_version}` : "–"],
  ["firmware", "firmware", r => r.firmware ?? "–"],
  ["pose", "pose ±", r => isNumber(r.sigma_m) ? `${Math.round(1000 * r.sigma_m)} mm` : "–"],
  ["speed", "speed", r => fixed(r.speed_m_s, 2, " m/s")],
  ["misses", "misses", r => isNumber(r.deadline_misses) ? `${r.deadline_misses}` : "–"],
  ["solve", "solve", r => fixed(r.solve_ms, 1, " ms")],
  ["filter", "filtered", r => isNumber(r.interventions) ? `${r.interventions}` : "–"],
  ["checked", "checked", r => r.checked ?? "–"],
  ["temperature", "temperature", r => fixed(r.temperature_c, 0, " °C")],
];

export class Tiles {
  constructor(into, count) { this.into = into; this.count = count; this.shown = new Map(); this.isTable = null; }

  show(rovers) {
    const isTable = rovers.length > MOST_TILES;
    if (isTable !== this.isTable) { this.isTable = isTable; this.shown.clear(); this.into.replaceChildren(isTable ? this.table() : this.grid()); }
    rovers.forEach((rover, index) => {
      if (!this.shown.has(rover.name)) this.shown.set(rover.name, isTable ? this.row(rover, index) : this.tile(rover, index));
      this.fill(this.shown.get(rover.name), rover);
    });
    const there = rovers.filter(r => r.mode !== "lost" && r.mode !== "unknown").length;
    write(this.count, `${there} of ${rovers.length} there`);
    if (isTable) for (const [name] of FIELDS) this.column(name, rovers);
  }

  // A column that nobody has anything for is left away.
  column(name, rovers) {
    const text = FIELDS.find(field => field[0] === name)[2], isEmpty = rovers.every(rover => text(rover) === "–");
    for (const cell of this.into.querySelectorAll(`[data-field="${name}"]`)) cell.hidden = isEmpty;
  }

  grid() { return this.holder = h("div", { class: "grid" }); }

  table() {
    this.holder = h("tbody");
    const head = h("tr", {}, h("th", { scope: "col" }, "rover"), h("th", { scope: "col" }, "mode"),
      FIELDS.map(([name, label]) => h("th", { scope: "col", class: "number", "data-field": name }, label)), h("th", { scope: "col" }, "notes"));
    return h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Rovers" }, h("table", {}, h("thead", {}, head), this.holder));
  }

  tile(rover, index) {
    const parts = { fields: {} };
    parts.root = h("article", { class: "tile", hue: colour(index), "aria-label": rover.name },
      h("h3", {}, h("span", { class: "dot" }), h("span", { class: "name" }, rover.name), h("span", { class: "grow" }), parts.mode = h("span", { class: "pill" })),
      parts.why = h("p", { class: "why" }),
      h("dl", {}, FIELDS.map(([name, label]) => {
        parts.fields[name] = h("dd");
        return h("div", { "data-field": name }, h("dt", {}, label), parts.fields[name]);
      })),
      parts.chips = h("div", { class: "chips" }));
    this.holder.append(parts.root);
    return parts;
  }

  row(rover, index) {
    const parts = { fields: {} };
    parts.root = h("tr", { hue: colour(index) }, h("th", { scope: "row" }, h("span", { class: "dot" }), " ", rover.name), h("td", {}, parts.mode = h("span", { class: "pill" })),
      FIELDS.map(([name]) => parts.fields[name] = h("td", { class: "number", "data-field": name })), h("td", {}, parts.chips = h("span", { class: "chips" })));
    this.holder.append(parts.root);
    return parts;
  }

  fill(parts, rover) {
    write(parts.mode, rover.mode);
    parts.mode.className = `pill ${modeClass(rover.mode)}`;
    parts.root.classList.toggle("lost", rover.mode === "lost");
    if (parts.why) write(parts.why, why(rover));
    for (const [name, , text] of FIELDS) {
      const said = text(rover);
      write(parts.fields[name], said);
      if (!this.isTable) parts.fields[name].parentElement.hidden = said === "–";
    }
    const chips = notes(rover), key = chips.map(([text]) => text).join("|");
    if (parts.key !== key) { parts.key = key; parts.chips.replaceChildren(...chips.map(([text, kind]) => h("span", { class: `pill ${kind}` }, text))); }
  }
}

function why(rover) {
  if (rover.mode === "lost") return rover.mode_before ? `was ${rover.mode_before}; values as it said them last` : "its connection ended";
  if (rover.mode === "unknown") return "has not said anything";
  if (rover.why && rover.why !== "continue") return rover.why.replaceAll("-", " ");
  return rover.is_tracked ? "seen by a tracker" : "";
}

function notes(rover) {
  const found = [];
  if (rover.is_double) found.push(["two use this name", "bad"]);
  if (rover.is_stranger) found.push(["not in the fleet file", "warn"]);
  for (const fault of rover.faults ?? []) found.push([fault, "bad"]);
  if (rover.parameter_status === "refused") found.push(["refused its set", "bad"]);
  else if (rover.parameter_status && rover.parameter_status !== "active" && rover.parameter_status !== "none") found.push([`set ${rover.parameter_status}`, ""]);
  return found;
}
