// What runs left behind: found, opened, deleted.
import { bytes, get, h, post } from "./dom.js";

export class Runs {
  constructor(into, failed) {
    this.failed = failed; this.runs = []; this.picked = new Set();
    this.search = h("input", { type: "search", id: "run-search", placeholder: "name, verb, state", oninput: () => this.list() });
    this.body = h("tbody");
    this.detail = h("div", { class: "split" });
    this.folder = h("span", { class: "soft" });
    into.append(h("div", { class: "split" }, h("div", { class: "card" },
      h("div", { class: "toolbar" }, h("h2", {}, "Runs"), this.folder, h("span", { class: "grow" }), h("label", { for: "run-search" }, "Search"), this.search,
        h("button", { onclick: () => this.load() }, "Refresh")),
      h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Runs" }, h("table", {}, h("thead", {}, h("tr", {},
        ["started", "run", "state", "key figure", "size", ""].map(name => h("th", { scope: "col" }, name || h("span", { class: "soft" }, "actions"))))), this.body))), this.detail));
  }

  begin(mayControl) { this.mayControl = mayControl; }

  show(isShown) { this.isShown = isShown; if (isShown) this.load(); }

  async load() {
    try {
      const { folder, runs } = await get("/api/runs");
      this.runs = runs;
      this.folder.textContent = folder;
      this.list();
    } catch (error) { this.failed(error.message); }
  }

  list() {
    const words = this.search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const shown = this.runs.filter(run => words.every(word => `${run.name} ${run.verb} ${run.state} ${run.figure_name ?? ""}`.toLowerCase().includes(word)));
    this.body.replaceChildren(...shown.slice(0, 300).map(run => this.row(run)));
    if (shown.length === 0) this.body.append(h("tr", {}, h("td", { colspan: 6, class: "empty" }, this.runs.length ? "No run is called so." : "There are no runs yet. Make one: mae demo")));
  }

  row(run) {
    const kind = { finished: "good", running: "", failed: "bad", killed: "bad", damaged: "bad" }[run.state] ?? "warn";
    return h("tr", {}, h("td", {}, run.started_utc.slice(0, 19).replace("T", " ")), h("th", { scope: "row" }, run.verb), h("td", {}, h("span", { class: `pill ${kind}` }, run.state.replace("_", " "))),
      h("td", {}, run.figure_name ? `${run.figure_name} ${Number(run.figure.toPrecision(4))}` : ""), h("td", { class: "number" }, bytes(run.size_bytes)),
      h("td", {}, h("span", { class: "buttons" },
        run.page && h("a", { href: `/api/runs/${encodeURIComponent(run.name)}/report.html`, target: "_blank", rel: "noopener" }, "report"),
        this.mayControl && run.state !== "running" && this.remover(run))));
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
