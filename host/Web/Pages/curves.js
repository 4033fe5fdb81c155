// Curves while the fleet drives: the last three minutes, and on.
import { get, h, remember, remembered } from "./dom.js";
import { SignalSheet } from "./signals.js";

const WINDOWS = [15, 60, 180];

export class Curves {
  constructor(into, events) {
    this.into = into; this.events = events;
    this.isShown = false; this.names = []; this.t = []; this.values = {}; this.at = -1;
    this.seconds = Number(remembered("curves.window", "60"));
    this.pause = h("button", { "aria-pressed": "false" }, "Hold");
    this.pause.addEventListener("click", () => this.pause.setAttribute("aria-pressed", this.pause.getAttribute("aria-pressed") !== "true"));
    const window = h("select", { id: "curves-window" }, WINDOWS.map(s => h("option", { value: s, selected: s === this.seconds }, `${s} s`)));
    window.addEventListener("change", () => { this.seconds = Number(window.value); remember("curves.window", window.value); this.draw(); });
    const card = h("div", { class: "card" });
    into.append(card);
    this.sheet = new SignalSheet(card, {
      key: "live", title: "Curves", more: [h("label", { for: "curves-window" }, "Last"), window, this.pause], onChoice: () => this.forget(),
      marks: (from, to) => this.events.between(1000 * from, 1000 * to).map(one => ({ x: one.t / 1000, name: one.rover ? `${one.rover} ${one.text}` : one.text })),
    });
    setInterval(() => this.poll(), 250);
  }

  begin(names, signals) { this.names = names; this.forget(); this.sheet.choose(names, signals); }

  rovers(names) {
    if (names.join() === this.names.join()) return;
    this.names = names; this.forget(); this.sheet.choose(names, this.sheet.signals);
  }

  show(isShown) { this.isShown = isShown; if (isShown) { this.sheet.build(); this.refresh(); } }

  forget() { this.t = []; this.values = {}; this.at = -1; }

  // Names that came up since the page was loaded.
  async refresh() {
    try {
      const { signals } = await get("/api/signals");
      this.sheet.choose(this.names, signals);
    } catch { /* Those of before, then. */ }
  }

  async poll() {
    if (!this.isShown || this.isAsking || document.hidden || this.names.length === 0) return;
    if (!this.sheet.signal.value) { await this.refresh(); return; }
    this.isAsking = true;
    const signal = this.sheet.signal.value, names = this.names;
    try {
      const answer = await get(`/api/curves?signals=${encodeURIComponent(signal)}&rovers=${encodeURIComponent(names.join(","))}&since=${this.at}`);
      if (signal !== this.sheet.signal.value || names !== this.names) return;
      this.at = answer.t.at(-1) ?? this.at;
      this.t.push(...answer.t.map(ms => ms / 1000));
      for (const name of names) (this.values[name] ??= []).push(...(answer.series[name]?.[signal] ?? answer.t.map(() => null)));
      const old = this.t.findIndex(s => s >= answer.now / 1000 - WINDOWS.at(-1));
      if (old > 0) { this.t.splice(0, old); for (const name of names) this.values[name].splice(0, old); }
      this.now = answer.now / 1000;
      this.draw();
    } catch { /* The stream says that the server is away. */ } finally { this.isAsking = false; }
  }

  draw() {
    if (this.pause.getAttribute("aria-pressed") === "true" || this.now === undefined) return;
    this.sheet.set([...this.t], Object.fromEntries(this.names.map(name => [name, [...(this.values[name] ?? [])]])), [Math.max(0, this.now - this.seconds, Math.min(this.t[0] ?? 0, this.now - 2)), this.now]);
  }
}
