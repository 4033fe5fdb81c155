// What runs left behind: found, opened, deleted.
import { bytes, get, h, post } from "./dom.js";
import { Playback } from "./playback.js";
import { Comparison } from "./comparison.js";
import { Training } from "./training.js";

const LOOK_MS = 3000;

export class Runs {
  constructor(into, failed) {
    this.failed = failed; this.runs = []; this.picked = new Set(); this.rows = new Map();
    this.search = h("input", { type: "search", id: "run-search", placeholder: "name, verb, state", oninput: () => this.list() });
    this.body = h("tbody");
    this.detail = h("div", { class: "split" });
    this.folder = h("span", { class: "soft" });
    into.append(h("div", { class: "split" }, h("div", { class: "card" },
      h("div", { class: "toolbar" }, h("h2", {}, "Runs"), this.folder, h("span", { class: "grow" }), h("label", { for: "run-search" }, "Search"), this.search,
        this.compare = h("button", { disabled: true, onclick: () => this.openComparison() }, "Compare"),
        this.overlay = h("button", { hidden: true, onclick: () => this.train([...this.picked]) }),
        h("button", { onclick: () => this.load() }, "Refresh")),
      h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Runs" }, h("table", {}, h("thead", {}, h("tr", {},
        ["pick", "started, UTC", "run", "state", "key figure", "size", "actions"].map(name => h("th", { scope: "col", class: name === "size" && "number" }, name)))), this.body))), this.detail));
  }

  begin(mayControl) { this.mayControl = mayControl; }

  show(isShown) {
    this.isShown = isShown;
    clearInterval(this.timer);
    if (!isShown) return;
    this.load();
    // What is under way goes on, or ends, while somebody looks.
    this.timer = setInterval(() => { if (!document.hidden && this.runs.some(run => run.state === "running")) this.load(); }, LOOK_MS);
  }

  async load() {
    try {
      const { folder, runs } = await get("/api/runs");
      this.runs = runs;
      for (const name of [...this.picked]) if (!runs.some(run => run.name === name)) this.picked.delete(name);
      this.mark();
      this.folder.textContent = folder;
      this.list();
    } catch (error) { this.failed(error.message); }
  }

  list() {
    const words = this.search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const shown = this.runs.filter(run => words.every(word => `${run.name} ${run.verb} ${run.state} ${run.figure_name ?? ""}`.toLowerCase().includes(word)));
    // Only rows that differ are made anew: the others keep the focus, and a half confirmed removal.
    const rows = shown.slice(0, 300).map(run => this.rowOf(run));
    if (rows.length !== this.body.rows.length || rows.some((row, i) => row !== this.body.rows[i])) this.body.replaceChildren(...rows);
    if (shown.length === 0) this.body.append(h("tr", {}, h("td", { colspan: 7, class: "empty" }, this.runs.length ? "No run is called so." : "There are no runs yet. Make one: mae demo")));
  }

  rowOf(run) {
    const key = JSON.stringify([run, this.mayControl]), known = this.rows.get(run.name);
    if (known?.key === key) return known.row;
    const row = this.row(run);
    if (known?.row.isConnected) known.row.replaceWith(row);
    this.rows.set(run.name, { key, row });
    return row;
  }

  row(run) {
    const kind = { finished: "good", running: "", failed: "bad", killed: "bad", damaged: "bad" }[run.state] ?? "warn";
    const pick = h("input", { type: "checkbox", "aria-label": `Compare ${run.name}` });
    pick.checked = this.picked.has(run.name);
    pick.addEventListener("change", () => {
      if (pick.checked) this.picked.add(run.name); else this.picked.delete(run.name);
      this.mark();
    });
    return h("tr", {}, h("td", {}, pick), h("td", {}, run.started_utc.slice(0, 19).replace("T", " ")), h("th", { scope: "row" }, run.verb), h("td", {}, h("span", { class: `pill ${kind}` }, run.state.replace("_", " ") + far(run))),
      h("td", {}, run.figure_name ? `${run.figure_name} ${Number(run.figure.toPrecision(4))}` : ""), h("td", { class: "number" }, bytes(run.size_bytes)),
      h("td", {}, h("span", { class: "buttons" },
        run.is_training && h("button", { "aria-label": `Curves of ${run.name}`, onclick: () => this.train([run.name]) }, "Curves"),
        run.record !== null && isDrive(run) && h("button", { "aria-label": `Play ${run.name}`, onclick: () => this.play(run) }, "Play"),
        run.page && h("a", { href: `/api/runs/${encodeURIComponent(run.name)}/report.html`, target: "_blank", rel: "noopener" }, "report"),
        this.mayControl && run.state !== "running" && this.remover(run))));
  }

  mark() {
    this.compare.disabled = this.picked.size < 2;
    this.compare.textContent = this.picked.size < 2 ? "Compare" : `Compare ${this.picked.size}`;
    const trainings = this.runs.filter(run => this.picked.has(run.name) && run.is_training);
    this.overlay.hidden = trainings.length < 2 || trainings.length < this.picked.size;
    this.overlay.textContent = `Curves of ${trainings.length}`;
  }

  open(part) { this.shown?.end(); this.shown = globalThis.missionControl.part = part; this.detail.replaceChildren(part.root); part.root.scrollIntoView({ block: "start" }); }

  train(names) { this.open(new Training(names, this.failed)); }

  async play(run) {
    try {
      const record = await get(`/api/runs/${encodeURIComponent(run.name)}/record`);
      this.open(new Playback(run, record, this.failed));
    } catch (error) { this.failed(error.message); }
  }

  async openComparison() {
    const names = this.runs.filter(run => this.picked.has(run.name)).map(run => run.name).reverse();
    try { this.open(new Comparison(await get(`/api/compare?runs=${names.map(encodeURIComponent).join(",")}`), this.failed)); } catch (error) { this.failed(error.message); }
  }

  remover(run) {
    const button = h("button", { class: "danger", "aria-label": `Delete ${run.name}` }, "Delete");
    button.addEventListener("click", async () => {
      if (!button.dataset.sure) {
        button.dataset.sure = "1"; button.textContent = "Delete for good?";
        setTimeout(() => { delete button.dataset.sure; button.textContent = "Delete"; }, 4000);
        return;
      }
      try { await post(`/api/runs/${encodeURIComponent(run.name)}/delete`); await this.load(); } catch (error) { this.failed(error.message); }
    });
    return button;
  }
}

// A training drives nobody, unless it learns while rovers drive.
const isDrive = run => !run.is_training || run.verb.startsWith("run ");

const far = ({ state, progress }) => state !== "finished" && progress ? ` ${Math.floor(100 * progress.done / progress.total)} %` : "";
