// Trainings, under way or over, one or several: how far each is, and any of their curves over each other, while they grow.
import { age, colour, get, h, isNumber, number, write } from "./dom.js";
import { together } from "./plot.js";
import { SignalSheet } from "./signals.js";

const LOOK_MS = 1500;
const KINDS = { finished: "good", done: "good", failed: "bad", killed: "bad", damaged: "bad" };
const UNDER_WAY = new Set(["running", "waiting"]);

export class Training {
  /** names: of run folders; a batch stands for its runs. */
  constructor(names, failed) {
    this.names = names; this.failed = failed; this.rows = new Map(); this.runs = [];
    this.title = h("h2", {}, "Training");
    this.note = h("p", { class: "hint" });
    this.body = h("tbody");
    const curves = h("div", { class: "card" });
    this.root = h("div", { class: "split", "data-training": names.join(",") },
      h("div", { class: "card" }, h("div", { class: "toolbar" }, this.title, h("span", { class: "soft" }, names.length === 1 ? names[0] : "")),
        h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Trainings" }, h("table", {}, h("thead", {}, h("tr", {},
          ["run", "progress", "time left", "state", "came to"].map(name => h("th", { scope: "col" }, name)))), this.body)), this.note),
      curves);
    this.sheet = new SignalSheet(curves, {
      key: "training", title: "Curves", who: "run", unit: "", prefer: [/return|reward|nodes_visited|not_covered/, /cost|error/],
      onChoice: () => this.look(),
      marks: (from, to) => this.runs.flatMap(run => (run.marks ?? []).filter(one => one.at >= from && one.at <= to)
        .map(one => ({ x: one.at, name: this.runs.length > 1 ? "" : one.what, isMinor: one.what === "checkpoint" }))),
    });
    this.look();
    this.timer = setInterval(() => { if (!document.hidden && this.isUnderWay()) this.look(); }, LOOK_MS);
  }

  isUnderWay() { return this.runs.length === 0 || this.runs.some(run => UNDER_WAY.has(run.state)); }

  async look() {
    if (this.isAsking) { this.asksAgain = true; return; }
    this.isAsking = true;
    const signal = this.sheet.signal.value;
    try {
      const runs = this.names.map(encodeURIComponent).join(",");
      const data = await get(`/api/trainings?runs=${runs}&signal=${encodeURIComponent(signal)}`);
      this.runs = data.runs;
      const units = new Set(data.runs.map(run => run.progress?.unit).filter(Boolean));
      this.sheet.unit = units.size === 1 ? [...units][0] : "";
      write(this.title, this.names.length > 1 ? `${this.names.length} trainings` : data.verb);
      write(this.note, data.more > 0 ? `${data.more} more of its runs are not shown.` : "");
      this.list();
      this.sheet.choose(data.runs.map(run => run.name), data.signals);
      if (signal && signal === this.sheet.signal.value) this.draw();
      else if (this.sheet.signal.value) this.asksAgain = true;
    } catch (error) { this.failed(error.message); } finally {
      this.isAsking = false;
      if (this.asksAgain) { this.asksAgain = false; this.look(); }
    }
  }

  list() {
    this.runs.forEach((run, i) => {
      let row = this.rows.get(run.name);
      if (!row) {
        const bar = h("progress", { max: 1, value: 0, "aria-label": `Progress of ${run.name}` });
        row = { state: h("span"), bar, far: h("span"), count: h("span", { class: "count soft" }), left: h("td"), figure: h("td") };
        this.body.append(h("tr", { hue: colour(i) }, h("th", { scope: "row" }, h("span", { class: "dot" }), " ", run.name),
          h("td", {}, h("span", { class: "far" }, row.bar, row.far, row.count)), row.left, h("td", {}, row.state), row.figure));
        this.rows.set(run.name, row);
      }
      const { done, total, unit, seconds_left: left } = run.progress ?? {};
      row.state.className = `pill ${KINDS[run.state] ?? (UNDER_WAY.has(run.state) ? "" : "warn")}`;
      write(row.state, run.state.replace("_", " "));
      row.bar.value = total > 0 ? done / total : 0;
      write(row.far, isNumber(done) ? `${Math.floor(100 * done / total)} %` : "–");
      write(row.count, isNumber(done) ? `${done} of ${total} ${unit}` : "");
      write(row.left, run.state === "running" && isNumber(left) ? age(left) : "–");
      write(row.figure, run.figure_name && isNumber(run.figure) ? `${run.figure_name} ${number(run.figure)}` : "–");
    });
  }

  draw() {
    const [at, rows] = together(this.runs.map(run => [run.at, run.values]));
    // As far as they are: how much is left, the bars say.
    this.sheet.set(at, Object.fromEntries(this.runs.map((run, i) => [run.name, rows[i]])), [0, at.at(-1) > 0 ? at.at(-1) : 1]);
  }

  end() { clearInterval(this.timer); for (const plot of this.sheet.plots) plot.end(); }
}
