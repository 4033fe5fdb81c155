// A record on the same map and sheet of curves as a live fleet, at any speed, to and fro.
import { colour, get, h, write } from "./dom.js";
import { FleetMap } from "./map.js";
import { modeClass } from "./tiles.js";
import { SignalSheet } from "./signals.js";

const SPEEDS = [0.25, 0.5, 1, 2, 4, 8, 16, 32];
const TRAIL_S = 30;

export class Playback {
  constructor(run, record, failed) {
    this.run = run; this.record = record; this.failed = failed;
    this.end_s = record.t.at(-1) ?? 0; this.at = 0; this.speed = 1; this.isPlaying = false; this.values = {};
    this.times = record.t;
    const canvas = h("canvas", { class: "run-map", tabindex: "0", role: "img", "aria-label": `Map of ${run.name}` });
    this.playing = h("button", { class: "primary", onclick: () => this.toggle() }, "Play");
    this.seek = h("input", { type: "range", min: 0, max: this.end_s, step: Math.max(0.01, this.end_s / 2000), value: 0, "aria-label": "Time of the record" });
    this.seek.addEventListener("input", () => { this.at = this.seek.valueAsNumber; this.show(true); });
    this.time = h("output");
    const speed = h("select", { "aria-label": "Speed of playback" }, SPEEDS.map(s => h("option", { value: s, selected: s === 1 }, `${s} ×`)));
    speed.addEventListener("change", () => { this.speed = Number(speed.value); });
    this.modes = record.names.map((name, i) => h("span", { class: "pill", hue: colour(i) }, h("span", { class: "dot" }), `${name}: –`));
    this.event = h("p", { class: "hint" });
    const fit = h("button", { onclick: () => this.map.fit() }, "Fit");
    const curves = h("div", { class: "card" });
    this.root = h("div", { class: "split", "data-run": run.name },
      h("div", { class: "card" }, h("div", { class: "toolbar" }, h("h2", {}, `${run.verb}, ${run.started_utc.slice(0, 19).replace("T", " ")}`), h("span", { class: "soft" }, run.name), h("span", { class: "grow" }), fit),
        record.is_recovered && h("p", { class: "hint" }, "Its writer was killed: this is what reached the disk."),
        canvas, h("div", { class: "play" }, this.playing, this.seek, this.time, speed), h("p", { class: "chips" }, this.modes), this.event),
      curves);
    this.map = new FleetMap(canvas, { trailMs: 1000 * TRAIL_S });
    this.sheet = new SignalSheet(curves, {
      key: "record", title: "Curves of the record", onChoice: () => this.load(),
      marks: (from, to) => [...record.events.filter(one => one.t >= from && one.t <= to).map(one => ({ x: one.t, name: short(one.text) })), { x: this.at, name: "" }],
    });
    const names = record.names.length > 0 ? record.names : [""];
    this.sheet.choose([...names, ...(record.signals.length > 0 && names[0] !== "" ? [""] : [])], record.signals);
    this.load();
    this.show(true);
    this.timer = requestAnimationFrame(now => this.step(now));
  }

  toggle() {
    this.isPlaying = !this.isPlaying;
    if (this.isPlaying && this.at >= this.end_s) this.at = 0;
    this.last = null;
    write(this.playing, this.isPlaying ? "Pause" : "Play");
  }

  step(now) {
    this.timer = requestAnimationFrame(next => this.step(next));
    if (!this.isPlaying) return;
    if (this.last !== null) {
      this.at = Math.min(this.end_s, this.at + this.speed * (now - this.last) / 1000);
      this.show(false);
      if (this.at >= this.end_s) this.toggle();
    }
    this.last = now;
  }

  /** Everything as it was at this time. */
  show(isJump) {
    const { poses, names, modes, events, scenes } = this.record;
    const scene = (scenes.findLast(([t]) => t <= this.at + 1e-6) ?? scenes[0])?.[1] ?? null;
    if (scene !== this.map.scene) this.map.show(scene);
    if (this.times.length > 0) {
      const k = before(this.times, this.at), next = Math.min(k + 1, poses.length - 1), span = this.times[next] - this.times[k];
      const share = span > 0 ? (this.at - this.times[k]) / span : 0, other = new Map(poses[next].map(row => [row[0], row]));
      for (const [index, x, y, heading] of poses[k]) {
        const to = other.get(index) ?? [index, x, y, heading], turn = Math.atan2(Math.sin(to[3] - heading), Math.cos(to[3] - heading));
        this.map.move(names[index], index, 1000 * this.at, x + share * (to[1] - x), y + share * (to[2] - y), heading + share * turn, isJump ? { jump: true } : {});
      }
      if (isJump) this.trails(k);
    }
    const now = new Map();
    for (const [t, name, mode] of modes) if (t <= this.at + 1e-6) now.set(name, mode);
    names.forEach((name, i) => {
      const mode = now.get(name) ?? "–";
      this.map.say(name, i, { mode });
      if (this.modes[i].dataset.mode !== mode) { this.modes[i].dataset.mode = mode; this.modes[i].className = `pill ${modeClass(mode)}`; this.modes[i].lastChild.textContent = `${name}: ${mode}`; }
    });
    write(this.event, events.findLast(one => one.t <= this.at + 1e-6)?.text ?? "");
    write(this.time, `${this.at.toFixed(1)} of ${this.end_s.toFixed(1)} s`);
    if (!isJump) this.seek.value = this.at;
    if (!this.drawn || performance.now() - this.drawn > 100 || isJump) { this.drawn = performance.now(); for (const plot of this.sheet.plots) plot.plot.redraw(false); }
  }

  trails(k) {
    const { poses, names } = this.record, rows = new Map(names.map((_, i) => [i, []]));
    for (let i = before(this.times, this.at - TRAIL_S); i <= k; i++) for (const [index, x, y] of poses[i]) rows.get(index)?.push([1000 * this.times[i], x, y]);
    for (const [index, trail] of rows) this.map.rover(names[index], index).trail = trail;
    this.map.touch();
  }

  async load() {
    const signal = this.sheet.signal.value;
    if (!signal) return;
    try {
      const { t, values } = await get(`/api/runs/${encodeURIComponent(this.run.name)}/curves?signal=${encodeURIComponent(signal)}`);
      if (signal === this.sheet.signal.value) this.sheet.set(t, values, [0, Math.max(this.end_s, t.at(-1) ?? 1)]);
    } catch (error) { this.failed(error.message); }
  }

  end() { cancelAnimationFrame(this.timer); this.map.end(); for (const plot of this.sheet.plots) plot.end(); }
}

/** The last index whose time is not after this. */
function before(times, at) {
  let [low, high] = [0, times.length - 1];
  while (low < high) { const middle = (low + high + 1) >> 1; if (times[middle] <= at) low = middle; else high = middle - 1; }
  return Math.max(0, low);
}

const short = text => text.length > 40 ? `${text.slice(0, 38)}…` : text;
