"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const colour = i => css("--c" + (i % 6));
  const number = v => v == null ? "–" : v !== 0 && (Math.abs(v) >= 1e6 || Math.abs(v) < 1e-3) ? v.toExponential(2) : String(Number(v.toPrecision(5)));
  let plots = [];

  function chart(host, d) {
    host.replaceChildren();
    if (d.x.length === 0) { host.textContent = "Nothing was recorded."; return; }
    const axis = { stroke: css("--soft"), grid: { stroke: css("--line"), width: 1 }, ticks: { stroke: css("--line"), width: 1 }, font: "12px system-ui, sans-serif", labelFont: "12px system-ui, sans-serif", labelSize: 20 };
    const decade = v => v == null || Math.abs(Math.log10(v) % 1) > 1e-9 ? "" : v.toExponential(0);
    const plot = new uPlot({
      width: host.clientWidth, height: 250,
      cursor: { drag: { x: true, y: false } },
      scales: { x: { time: false }, y: d.log ? { distr: 3 } : {} },
      axes: [{ ...axis, label: d.xLabel }, { ...axis, label: d.yLabel, size: 62, values: d.log ? (u, vs) => vs.map(decade) : undefined }],
      series: [{ label: d.xLabel, value: (u, v) => number(v) }, ...d.series.map((s, i) => ({
        label: s.name, stroke: s.dashed ? css("--soft") : colour(i), width: s.points ? 0 : s.dashed ? 1.2 : 1.6, dash: s.dashed ? [6, 4] : undefined,
        paths: s.points ? () => null : undefined, points: { show: s.points || d.x.length < 40, size: s.points ? 4 : 5, fill: s.dashed ? css("--soft") : colour(i) }, value: (u, v) => number(v) }))],
    }, [d.x, ...d.series.map(s => d.log ? s.y.map(v => v > 0 ? v : null) : s.y)], host);
    plots.push({ plot, host });
  }

  function replay(canvas, d) {
    const controls = canvas.nextElementSibling, play = controls.querySelector("button"), seek = controls.querySelector("input"), now = controls.querySelector("output"), speed = controls.querySelector("select");
    const present = d.tracks.flatMap(t => t.x.map((x, i) => [x, t.y[i]])).concat(d.marks.map(m => [m.x, m.y])).filter(p => p[0] != null && p[1] != null);
    if (d.frames === 0 || present.length === 0) { now.textContent = "Nothing was recorded."; return; }
    const largest = Math.max(0.01, ...d.tracks.map(t => t.radius), ...d.marks.map(m => m.radius));
    let [west, east, south, north] = [Infinity, -Infinity, Infinity, -Infinity];
    for (const [x, y] of present) { west = Math.min(west, x); east = Math.max(east, x); south = Math.min(south, y); north = Math.max(north, y); }
    const pad = largest + 0.05 * Math.max(east - west, north - south);
    west -= pad; east += pad; south -= pad; north += pad;
    let position = 0, playing = d.frames > 1 && !matchMedia("(prefers-reduced-motion: reduce)").matches, last = null;
    seek.max = d.frames - 1;

    function paint() {
      const ratio = devicePixelRatio || 1, w = canvas.clientWidth, h = Math.min(560, Math.max(240, w * (north - south) / (east - west)));
      canvas.style.height = h + "px";
      if (canvas.width !== Math.round(w * ratio) || canvas.height !== Math.round(h * ratio)) { canvas.width = Math.round(w * ratio); canvas.height = Math.round(h * ratio); }
      const scale = Math.min(w / (east - west), h / (north - south));
      const px = x => w / 2 + (x - (west + east) / 2) * scale, py = y => h / 2 - (y - (south + north) / 2) * scale;
      const c = canvas.getContext("2d"), k = Math.floor(position), f = position - k, next = Math.min(k + 1, d.frames - 1);
      const at = v => v[k] == null || v[next] == null ? v[k] : v[k] + (v[next] - v[k]) * f;
      c.setTransform(ratio, 0, 0, ratio, 0, 0); c.clearRect(0, 0, w, h);
      c.font = "12px system-ui, sans-serif"; c.textAlign = "center"; c.textBaseline = "middle";
      for (const m of d.marks) {
        c.strokeStyle = c.fillStyle = css("--soft"); c.lineWidth = 1.5; c.setLineDash([4, 3]);
        c.beginPath(); c.arc(px(m.x), py(m.y), Math.max(4, m.radius * scale), 0, 7); c.stroke(); c.setLineDash([]);
        if (m.name) c.fillText(m.name, px(m.x), py(m.y) - Math.max(4, m.radius * scale) - 8);
      }
      d.tracks.forEach((t, i) => {
        c.strokeStyle = colour(i); c.lineWidth = 1.5; c.globalAlpha = 0.45; c.beginPath();
        let open = false;
        for (let j = Math.max(0, k - 60); j <= k; j++) {
          if (t.x[j] == null) { open = false; continue; }
          if (open) c.lineTo(px(t.x[j]), py(t.y[j])); else c.moveTo(px(t.x[j]), py(t.y[j]));
          open = true;
        }
        c.stroke(); c.globalAlpha = 1;
        const x = at(t.x), y = at(t.y);
        if (x == null || y == null) return;
        c.fillStyle = colour(i); c.globalAlpha = 0.75; c.beginPath(); c.arc(px(x), py(y), Math.max(4, t.radius * scale), 0, 7); c.fill(); c.globalAlpha = 1;
        c.fillStyle = css("--ink"); c.fillText(t.name, px(x), py(y));
      });
      now.textContent = `${(k * d.period).toFixed(2)} s · frame ${k + 1} of ${d.frames}`;
      seek.value = k;
    }

    function setPlaying(on) { playing = on; play.textContent = on ? "Pause" : "Play"; }
    play.addEventListener("click", () => setPlaying(!playing));
    seek.addEventListener("input", () => { setPlaying(false); position = Number(seek.value); paint(); });
    addEventListener("resize", paint);
    function frame(t) {
      if (playing && last != null) { position += (t - last) / 1000 * Number(speed.value) / d.period; if (position >= d.frames - 1) position = 0; paint(); }
      last = t; requestAnimationFrame(frame);
    }
    setPlaying(playing); paint(); requestAnimationFrame(frame);
  }

  function draw() {
    for (const { plot } of plots) plot.destroy();
    plots = [];
    data.forEach((d, i) => { if (d?.kind === "chart") chart(document.getElementById("s" + i), d); });
  }

  addEventListener("resize", () => { for (const { plot, host } of plots) plot.setSize({ width: host.clientWidth, height: plot.height }); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  draw();
  data.forEach((d, i) => { if (d?.kind === "replay") replay(document.getElementById("s" + i), d); });
})();
