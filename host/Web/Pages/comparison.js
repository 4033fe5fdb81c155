// Two runs or more, side by side: what was asked for differently, what came out, and any signal of all of them in one sheet.
import { colour, get, h, isNumber, number } from "./dom.js";
import { Plot, together } from "./plot.js";
import { label } from "./signals.js";

const DASHES = [[], [7, 5], [2, 4], [10, 4, 2, 4], [14, 5], [1, 3]];
const letter = i => String.fromCharCode(65 + i);
const text = value => value === null || value === undefined ? "–" : isNumber(value) ? number(value, 5) : typeof value === "object" ? JSON.stringify(value) : String(value);

export class Comparison {
  constructor(data, failed) {
    this.data = data; this.failed = failed;
    const runs = data.runs, heads = runs.map((_, i) => h("th", { scope: "col", class: "number" }, letter(i)));
    const rows = Object.entries(data.results).map(([name, one]) => ({ name, values: one.values ?? one }))
      .filter(({ values }) => Array.isArray(values) && new Set(values.map(text)).size > 1);
    const signals = Object.keys(data.signals);
    this.signal = h("select", { id: "compare-signal" }, signals.map(name => h("option", { value: name }, label(name))));
    this.signal.value = signals.find(name => /error|cost|distance/.test(name)) ?? signals[0] ?? "";
    this.signal.addEventListener("change", () => this.draw());
    this.sheet = h("div", { class: "plots" });
    this.root = h("div", { class: "split", "data-comparison": "" }, h("div", { class: "card" }, h("h2", {}, "Compared"),
      h("p", {}, runs.map((run, i) => h("span", { class: "chips" }, h("span", { class: "pill", hue: colour(i) }, h("span", { class: "dot" }), letter(i)), `${run.name} (${run.verb}, ${run.state.replace("_", " ")})`))),
      this.table("Options that differ", Object.entries(data.options_that_differ).map(([name, values]) => ({ name, values })), runs, false),
      this.table("Figures that differ", rows, runs, true)),
    h("div", { class: "card" }, h("div", { class: "toolbar" }, h("h2", {}, "Signals of all"), h("label", { for: "compare-signal" }, "Signal"), this.signal), this.sheet,
      signals.length === 0 && h("p", { class: "empty" }, "They have recorded no signal of one name.")));
    requestAnimationFrame(() => this.draw());
  }

  table(title, rows, runs, hasDifference) {
    if (rows.length === 0) return h("p", { class: "hint" }, `${title}: none.`);
    return h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": title }, h("table", {}, h("caption", { class: "hint" }, title),
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "name"), runs.map((_, i) => h("th", { scope: "col", class: "number" }, letter(i))),
        hasDifference && runs.slice(1).map((_, i) => h("th", { scope: "col", class: "number" }, `${letter(i + 1)} − A`)))),
      h("tbody", {}, rows.slice(0, 200).map(({ name, values }) => h("tr", {}, h("th", { scope: "row" }, label(name)), values.map(value => h("td", { class: "number" }, text(value).slice(0, 60))),
        hasDifference && values.slice(1).map(value => h("td", { class: "number" }, isNumber(value) && isNumber(values[0]) ? number(value - values[0], 4) : "–")))))));
  }

  async draw() {
    const column = this.signal.value;
    if (!column) return;
    const dot = column.indexOf("."), rover = dot > 0 ? column.slice(0, dot) : "", signal = column.slice(dot + 1);
    try {
      const all = await Promise.all(this.data.runs.map(run => get(`/api/runs/${encodeURIComponent(run.name)}/curves?signal=${encodeURIComponent(signal)}`)));
      if (column !== this.signal.value) return;
      this.plot?.end();
      this.plot = new Plot(this.sheet, { title: label(column), height: 320, cursors: {}, series: all.map((_, i) => ({ name: letter(i), hue: colour(i), dash: DASHES[i % DASHES.length] })) });
      const [times, rows] = together(all.map(one => [one.t, one.values[rover] ?? []]));
      this.plot.set([times, ...rows]);
    } catch (error) { this.failed(error.message); }
  }

  end() { this.plot?.end(); }
}
