// One curve sheet: uPlot with the page's colours, marks for what happened, and two cursors that are put down by clicking.
import { css, h, number } from "./dom.js";

const font = "12px system-ui, sans-serif";
const MOST_NAMED = 16;

export class Plot {
  /** cursors: { a, b } in x, shared by all sheets; onCursor(x) when somebody clicks. marks(from, to): [{ x, name, isMinor }]. xLabel: s beside every number, else below the axis. */
  constructor(into, { title, hue, series, height = 230, cursors, onCursor, marks = () => [], xLabel = "s" }) {
    this.root = h("div", { class: "plot", hue: hue ?? "transparent" }, h("h3", {}, hue ? h("span", { class: "dot" }) : null, title));
    if (!hue && series.length > 1 && series.length <= MOST_NAMED)
      this.root.append(h("p", { class: "legend" }, series.map(one => h("span", { class: "key", hue: one.hue }, h("span", { class: `stroke ${stroke(one.dash)}` }), one.name))));
    into.append(this.root);
    this.cursors = cursors;
    this.marks = marks;
    const isTime = xLabel === "s", below = isTime || !xLabel ? { size: 30 } : { size: 26, label: xLabel, labelSize: 18, labelGap: 0, labelFont: font };
    const axis = { stroke: () => css("--soft"), grid: { stroke: () => css("--grid-strong"), width: 1 }, ticks: { show: false }, font };
    this.plot = new uPlot({
      width: Math.max(200, into.clientWidth - 30), height, legend: { show: false }, cursor: { drag: { x: false, y: false }, points: { size: 6 } },
      scales: { x: { time: false } },
      axes: [{ ...axis, ...below, values: (u, ticks) => ticks.map(v => isTime ? `${number(v, 6)} s` : count(v)) }, { ...axis, size: 62, values: (u, ticks) => ticks.map(v => number(v)) }],
      series: [{}, ...series.map(one => ({ label: one.name, stroke: () => one.hue, width: 1.7, spanGaps: false, points: { show: false }, dash: one.dash }))],
      hooks: { draw: [u => this.draw(u)] },
    }, [[0], ...series.map(() => [null])], this.root);
    this.plot.over.addEventListener("click", e => onCursor?.(this.plot.posToVal(e.offsetX, "x"), e.shiftKey));
    this.size = new ResizeObserver(() => { const width = this.root.clientWidth; if (width > 0 && Math.abs(width - this.plot.width) > 1) this.plot.setSize({ width, height }); });
    this.size.observe(this.root);
    this.theme = () => this.plot.redraw(false);
    addEventListener("theme", this.theme);
  }

  set(data) { this.data = data; this.plot.setData(data); }

  draw(u) {
    const c = u.ctx, { top, height, left, width } = u.bbox, r = devicePixelRatio;
    c.save();
    c.beginPath(); c.rect(left, top, width, height); c.clip();
    c.font = `${11 * r}px system-ui, sans-serif`; c.textAlign = "left";
    c.strokeStyle = c.fillStyle = css("--soft"); c.lineWidth = r; c.setLineDash([5 * r, 4 * r]);
    let free = -Infinity;
    for (const { x, name, isMinor } of this.marks(u.scales.x.min, u.scales.x.max)) {
      const at = Math.round(u.valToPos(x, "x", true));
      if (isMinor) { c.fillRect(at - r, top + height - 8 * r, 2 * r, 8 * r); continue; }
      c.beginPath(); c.moveTo(at, top); c.lineTo(at, top + height); c.stroke();
      if (at > free) { c.fillText(name, at + 4 * r, top + 12 * r); free = at + 8 * r + c.measureText(name).width; }
    }
    c.setLineDash([]); c.lineWidth = 2 * r;
    for (const [name, hue] of [["a", "--accent"], ["b", "--warn"]]) {
      const x = this.cursors?.[name];
      if (x === null || x === undefined) continue;
      const at = u.valToPos(x, "x", true);
      c.strokeStyle = c.fillStyle = css(hue);
      c.beginPath(); c.moveTo(at, top); c.lineTo(at, top + height); c.stroke();
      c.fillText(name.toUpperCase(), at + 4 * r, top + height - 6 * r);
    }
    c.restore();
  }

  end() { this.size.disconnect(); removeEventListener("theme", this.theme); this.plot.destroy(); this.root.remove(); }
}

/** Series of [times, values] each on one axis: the times of each, and nothing where the others have theirs. */
export function together(all) {
  const times = [...new Set(all.flatMap(([t]) => t))].sort((a, b) => a - b);
  return [times, all.map(([t, values]) => { const at = new Map(t.map((x, i) => [x, values[i] ?? null])); return times.map(x => at.has(x) ? at.get(x) : undefined); })];
}

// 30k, 1.5M: of samples and steps.
const count = v => Math.abs(v) >= 1e6 ? `${number(v / 1e6)}M` : Math.abs(v) >= 1e3 ? `${number(v / 1e3)}k` : number(v, 6);

const stroke = dash => !dash?.length ? "" : dash[0] < 4 ? "dotted" : "dashed";

/** The value of a row of a sheet at x: of the last sample not after it. */
export function valueAt(times, values, x) {
  let found = null;
  for (let i = 0; i < times.length && times[i] <= x; i++) if (values[i] !== null && values[i] !== undefined) found = values[i];
  return found;
}
