// The sheet of curves that live drives, records and trainings share: which signal, which rovers or runs, together or each for itself, two cursors.
import { colour, h, number, remember, remembered, write } from "./dom.js";
import { Plot, valueAt } from "./plot.js";

export class SignalSheet {
  /** key: under which choices are remembered; title: of the card; more: controls besides; marks(from, to) as of Plot; onChoice(): other signals or rovers are wanted;
   *  who: what has a curve; unit: of the horizontal axis; prefer: names of which one is shown first. */
  constructor(into, { key, title, more = [], marks, onChoice, who = "rover", unit = "s", prefer = [/speed/, /position|cost|error/] }) {
    this.key = key; this.who = who; this.unit = unit; this.prefer = prefer; this.marks = marks; this.onChoice = onChoice;
    this.names = []; this.signals = []; this.plots = []; this.cursors = { a: null, b: null }; this.next = "a";
    this.id = `signal-${key}`;
    this.signal = h("select", { id: this.id });
    this.signal.addEventListener("change", () => { remember(`${key}.signal`, this.signal.value); this.build(); onChoice(); });
    this.layout = h("button", { "aria-pressed": remembered(`${key}.multiples`, "") ? "true" : "false" }, `Each ${who} apart`);
    this.layout.addEventListener("click", () => {
      const isApart = this.layout.getAttribute("aria-pressed") !== "true";
      this.layout.setAttribute("aria-pressed", isApart);
      remember(`${key}.multiples`, isApart ? "1" : "");
      this.build();
    });
    this.clear = h("button", {}, "Clear cursors");
    this.clear.addEventListener("click", () => { this.cursors.a = this.cursors.b = null; this.next = "a"; this.redraw(); });
    this.holder = h("div", { class: "plots" });
    this.readout = h("div", { class: "readout scroll", tabindex: "0", role: "region", "aria-label": "Values at the cursors" });
    into.append(h("div", { class: "toolbar" }, h("h2", {}, title), h("label", { for: this.id }, "Signal"), this.signal, this.layout, this.clear, h("span", { class: "grow" }), more), this.holder, this.readout,
      h("p", { class: "hint" }, "Click puts down cursor A, then B; the table shows both and their difference."));
  }

  choose(names, signals) {
    const isNew = names.join() !== this.names.join();
    this.names = names;
    if (signals.join() !== this.signals.join()) {
      this.signals = signals;
      const wanted = this.signal.value || remembered(`${this.key}.signal`, "");
      this.signal.replaceChildren(...signals.map(name => h("option", { value: name }, label(name))));
      this.signal.value = signals.includes(wanted) ? wanted : this.prefer.map(one => signals.find(name => one.test(name))).find(Boolean) ?? signals[0] ?? "";
      this.build();
    } else if (isNew) this.build();
  }

  build() {
    for (const plot of this.plots) plot.end();
    this.plots = [];
    this.data = null;
    const isApart = this.layout.getAttribute("aria-pressed") === "true";
    this.holder.classList.toggle("multiples", isApart);
    const common = { cursors: this.cursors, onCursor: (x, isOther) => this.put(x, isOther), marks: this.marks };
    if (!this.signal.value) return;
    const groups = isApart ? this.names.map((name, i) => [[name, i]]) : [this.names.map((name, i) => [name, i])];
    for (const group of groups) {
      const plot = new Plot(this.holder, {
        ...common, title: isApart ? group[0][0] : label(this.signal.value), hue: isApart ? colour(group[0][1]) : null, height: isApart ? 170 : 340,
        xLabel: this.unit, series: group.map(([name, i]) => ({ name, hue: colour(i) })),
      });
      plot.names = group.map(([name]) => name);
      this.plots.push(plot);
    }
    if (this.last) this.set(...this.last);
  }

  /** Times in s; values by rover name. */
  set(times, values, window = null) {
    this.last = [times, values, window];
    for (const plot of this.plots) {
      plot.set([times, ...plot.names.map(name => values[name] ?? times.map(() => null))]);
      if (window) plot.plot.setScale("x", { min: window[0], max: window[1] });
    }
    this.read();
  }

  put(x, isOther) {
    const which = isOther ? "b" : this.next;
    this.cursors[which] = x;
    this.next = which === "a" ? "b" : "a";
    this.redraw();
  }

  redraw() { for (const plot of this.plots) plot.plot.redraw(false); this.read(); }

  read() {
    const { a, b } = this.cursors;
    if (!this.last || (a === null && b === null)) { this.readout.replaceChildren(); this.cells = null; return; }
    const [times, values] = this.last, key = this.names.join();
    if (this.cells?.key !== key) {
      this.cells = { key, rows: this.names.map(() => ["a", "b", "d"].map(() => h("td", { class: "number" }))) };
      this.cells.head = ["a", "b", "d"].map(() => h("th", { scope: "col", class: "number" }));
      this.readout.replaceChildren(h("table", {}, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, this.who), this.cells.head)),
        h("tbody", {}, this.names.map((name, i) => h("tr", { hue: colour(i) }, h("th", { scope: "row" }, h("span", { class: "dot" }), " ", name), this.cells.rows[i])))));
    }
    const at = x => this.unit === "s" ? `${x.toFixed(2)} s` : `${Math.round(x)} ${this.unit}`;
    write(this.cells.head[0], a === null ? "A" : `A at ${at(a)}`);
    write(this.cells.head[1], b === null ? "B" : `B at ${at(b)}`);
    write(this.cells.head[2], a === null || b === null ? "B − A" : `B − A, ${at(b - a)}`);
    this.names.forEach((name, i) => {
      const row = values[name] ?? [], va = a === null ? null : valueAt(times, row, a), vb = b === null ? null : valueAt(times, row, b);
      [va, vb, va === null || vb === null ? null : vb - va].forEach((value, k) => write(this.cells.rows[i][k], number(value)));
    });
  }
}

const UNITS = [["_m_s2", "m/s²"], ["_rad_s", "rad/s"], ["_m_s", "m/s"], ["_rad", "rad"], ["_ms", "ms"], ["_us", "µs"], ["_v", "V"], ["_c", "°C"], ["_mm", "mm"], ["_m", "m"], ["_s", "s"]];

/** "rover-1.velocity_x_m_s" is "rover-1: velocity x, m/s". */
export function label(name) {
  const dot = name.indexOf(".");
  if (dot > 0) return `${name.slice(0, dot)}: ${label(name.slice(dot + 1))}`;
  const [end, unit] = UNITS.find(([suffix]) => name.endsWith(suffix)) ?? ["", ""];
  const words = name.slice(0, name.length - end.length).replaceAll("_", " ");
  return unit ? `${words}, ${unit}` : words;
}
