"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const count = data.time.length;
  const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const colour = i => css("--c" + (i % 6));
  const number = v => v == null ? "–" : Math.abs(v) >= 1e4 || (v !== 0 && Math.abs(v) < 1e-3) ? v.toExponential(2) : v.toPrecision(4).replace(/\.?0+$/, "");

  // Where a parameter set took over: the first period at which every rover runs the new version.
  const switches = [];
  for (let k = 1; k < count; k++) {
    const versions = data.rovers.map(r => r.version[k]);
    const before = data.rovers.map(r => r.version[k - 1]);
    if (versions.some((v, i) => v !== before[i])) switches.push({ time: data.time[k], name: "v" + Math.max(...versions) });
  }
  // Periods in which some rover did not run normally.
  const troubled = [];
  for (let k = 0; k < count; k++) {
    if (data.rovers.some(r => r.mode[k].toLowerCase() !== "running")) {
      const last = troubled[troubled.length - 1];
      if (last && last.end === k - 1) last.end = k; else troubled.push({ start: k, end: k });
    }
  }

  let charts = [];
  const sync = uPlot.sync("run");

  function marks(u) {
    const ctx = u.ctx, { top, height, left, width } = u.bbox;
    ctx.save();
    ctx.beginPath(); ctx.rect(left, top, width, height); ctx.clip();
    ctx.fillStyle = css("--bad"); ctx.globalAlpha = 0.08;
    for (const { start, end } of troubled) {
      const a = u.valToPos(data.time[start], "x", true), b = u.valToPos(data.time[Math.min(end + 1, count - 1)], "x", true);
      ctx.fillRect(a, top, Math.max(1, b - a), height);
    }
    ctx.globalAlpha = 1; ctx.strokeStyle = ctx.fillStyle = css("--soft");
    ctx.setLineDash([6, 4]); ctx.lineWidth = devicePixelRatio;
    ctx.textAlign = "left"; ctx.font = `${11 * devicePixelRatio}px system-ui, sans-serif`;
    for (const s of switches) {
      const x = Math.round(u.valToPos(s.time, "x", true));
      ctx.beginPath(); ctx.moveTo(x, top); ctx.lineTo(x, top + height); ctx.stroke();
      ctx.fillText(s.name, x + 5 * devicePixelRatio, top + 12 * devicePixelRatio);
    }
    ctx.restore();
  }

  function chart(id, series, options = {}) {
    const host = document.getElementById(id);
    host.replaceChildren();
    if (count === 0) { host.textContent = "No period was recorded."; return; }
    const axis = { stroke: css("--soft"), grid: { stroke: css("--line"), width: 1 }, ticks: { stroke: css("--line"), width: 1 }, font: "12px system-ui, sans-serif" };
    const log = options.log;
    const plot = new uPlot({
      width: host.clientWidth, height: options.height ?? 220,
      cursor: { sync: { key: sync.key }, drag: { x: true, y: false } },
      scales: { x: { time: false }, y: log ? { distr: 3 } : options.range ? { range: options.range } : {} },
      axes: [{ ...axis, values: (u, vs) => vs.map(v => v + " s") }, { ...axis, size: 62, values: log ? (u, vs) => vs.map(v => v == null || Math.abs(Math.log10(v) % 1) > 1e-9 ? "" : v.toExponential(0)) : undefined }],
      series: [{ label: "time", value: (u, v) => v == null ? "–" : v.toFixed(2) + " s" },
        ...series.map((s, i) => ({ label: s.name, stroke: s.colour ?? colour(i), width: s.width ?? 1.6, dash: s.dash, class: s.limit ? "limit" : undefined, paths: s.stepped ? uPlot.paths.stepped({ align: 1 }) : undefined,
          points: { show: false }, value: (u, v) => number(v) }))],
      hooks: { drawClear: [], draw: [marks], setCursor: [u => { if (u.cursor.event && u.cursor.idx != null && !playing) show(u.cursor.idx); }] },
    }, [data.time, ...series.map(s => log ? s.values.map(v => v > 0 ? v : null) : s.values)], host);
    charts.push({ plot, host });
  }

  function draw() {
    for (const c of charts) c.plot.destroy();
    charts = [];
    const rovers = (pick, extra = {}) => data.rovers.map((r, i) => ({ name: r.name, values: pick(r), colour: colour(i), ...extra })).filter(s => s.values);
    const rows = columns => columns.map((values, i) => ({ name: data.couplings[i]?.name ?? "row " + (i + 1), values, colour: colour(i + 3) }));
    const flat = v => data.time.map(() => v);
    const limits = data.rovers.flatMap((r, i) => [r.min, r.max].filter(v => v != null && Math.abs(v) < 1000)
      .map((v, j) => ({ name: r.name + (j ? " max" : " min"), values: flat(v), colour: colour(i), dash: [2, 5], width: 1, limit: true })));
    chart("error", [...rows(data.error), { name: "wanted", values: flat(0), colour: css("--soft"), width: 1, dash: [2, 4], limit: true }], { height: 260 });
    chart("position", [...rovers(r => r.state[0]), ...limits]);
    chart("speed-chart", rovers(r => r.state[1]));
    chart("input", rovers(r => r.input[0], { stepped: true }), { range: (u, lo, hi) => [Math.min(lo, -1) * 1.08, Math.max(hi, 1) * 1.08] });
    chart("multiplier", rows(data.multiplier));
    chart("cost", [{ name: "stage cost", values: data.cost, colour: css("--accent") }], { log: true });
    chart("residual", [{ name: "residual", values: data.residual, colour: css("--accent") }, { name: "rounds", values: data.rounds, colour: css("--soft"), stepped: true, width: 1 }], { log: true });
    chart("solve", rovers(r => r.solveUs));
    chart("iterations", rovers(r => r.iterations, { stepped: true }));
  }

  // ---- top view: one lane a rover, its allowed range, where it is, where it was, and how far each pair is from its wanted distance ----
  const canvas = document.getElementById("view"), seek = document.getElementById("seek"), play = document.getElementById("play"), now = document.getElementById("now"), speed = document.getElementById("speed");
  let k = 0, playing = count > 1 && !matchMedia("(prefers-reduced-motion: reduce)").matches, last = 0, phase = 0;
  const all = data.rovers.flatMap(r => r.state[0].filter(v => v != null));
  const bound = data.rovers.flatMap(r => [r.min, r.max]).filter(v => v != null && Math.abs(v) < 1000);
  const lowest = Math.min(...all, ...bound, -0.5), highest = Math.max(...all, ...bound, 0.5), margin = 0.08 * (highest - lowest);
  seek.max = Math.max(0, count - 1);

  function show(index) { k = Math.max(0, Math.min(count - 1, index)); phase = 0; seek.value = k; paint(); }
  function at(values, f) { const a = values[k], b = values[Math.min(k + 1, count - 1)]; return a == null || b == null ? a : a + (b - a) * f; }

  function paint() {
    const ratio = devicePixelRatio || 1, w = canvas.clientWidth, lanes = data.rovers.length, h = Math.max(220, 64 * lanes + 40);
    canvas.style.height = h + "px";
    if (canvas.width !== Math.round(w * ratio) || canvas.height !== Math.round(h * ratio)) { canvas.width = Math.round(w * ratio); canvas.height = Math.round(h * ratio); }
    const c = canvas.getContext("2d");
    c.setTransform(ratio, 0, 0, ratio, 0, 0); c.clearRect(0, 0, w, h);
    if (count === 0) return;
    const left = 84, right = 24, x = m => left + (m - (lowest - margin)) / (highest - lowest + 2 * margin) * (w - left - right), y = i => 34 + (h - 70) * (i + 0.5) / lanes;
    c.font = "12px system-ui, sans-serif"; c.textBaseline = "middle"; c.lineWidth = 1;
    for (let m = Math.ceil(lowest - margin); m <= highest + margin; m++) {
      c.strokeStyle = css("--line"); c.beginPath(); c.moveTo(x(m), 10); c.lineTo(x(m), h - 26); c.stroke();
      c.fillStyle = css("--soft"); c.textAlign = "center"; c.fillText(m + " m", x(m), h - 12);
    }
    const position = data.rovers.map(r => at(r.state[0], phase));
    data.rovers.forEach((r, i) => {
      const y0 = y(i);
      if (r.min != null && Math.abs(r.min) < 1000 && Math.abs(r.max) < 1000) {
        c.globalAlpha = 0.13; c.fillStyle = colour(i); c.beginPath(); c.roundRect(x(r.min), y0 - 18, x(r.max) - x(r.min), 36, 6); c.fill(); c.globalAlpha = 1;
      }
      c.fillStyle = css("--ink"); c.textAlign = "left"; c.fillText(r.name, 8, y0);
      for (let t = Math.max(0, k - 25); t < k; t++) {
        if (r.state[0][t] == null) continue;
        c.globalAlpha = 0.4 * (t - k + 26) / 26; c.fillStyle = colour(i); c.beginPath(); c.arc(x(r.state[0][t]), y0, 2.5, 0, 7); c.fill();
      }
      c.globalAlpha = 1;
    });
    data.couplings.forEach((p, row) => {
      const error = at(data.error[row], phase);
      if (error == null) return;
      const size = Math.min(1, Math.abs(error) / 0.5), a = { x: x(position[p.from]), y: y(p.from) }, b = { x: x(position[p.to]), y: y(p.to) };
      c.strokeStyle = c.fillStyle = size < 0.12 ? css("--good") : size < 0.6 ? css("--c1") : css("--bad");
      c.lineWidth = 2; c.setLineDash(size < 0.12 ? [] : [6, 5]); c.beginPath(); c.moveTo(a.x, a.y); c.lineTo(b.x, b.y); c.stroke(); c.setLineDash([]);
      const text = (error >= 0 ? "+" : "−") + Math.abs(error).toFixed(2) + " m", f = [0.5, 0.36, 0.64][row % 3], mx = a.x + (b.x - a.x) * f, my = a.y + (b.y - a.y) * f, tw = c.measureText(text).width + 12;
      const ink = c.fillStyle;
      c.fillStyle = css("--card"); c.beginPath(); c.roundRect(mx - tw / 2, my - 10, tw, 20, 10); c.fill(); c.lineWidth = 1; c.stroke();
      c.fillStyle = ink; c.textAlign = "center"; c.fillText(text, mx, my);
    });
    data.rovers.forEach((r, i) => {
      if (position[i] == null) return;
      const px = x(position[i]), py = y(i), running = r.mode[k].toLowerCase() === "running", forward = (r.state[1]?.[k] ?? 0) >= 0 ? 1 : -1;
      c.save(); c.translate(px, py); c.scale(forward, 1);
      c.fillStyle = css("--ink"); for (const [wx, wy] of [[-12, -14], [4, -14], [-12, 10], [4, 10]]) c.fillRect(wx, wy, 8, 4);
      c.fillStyle = running ? colour(i) : css("--bad"); c.beginPath(); c.roundRect(-15, -10, 30, 20, 5); c.fill();
      c.fillStyle = css("--card"); c.beginPath(); c.moveTo(11, 0); c.lineTo(4, -5); c.lineTo(4, 5); c.fill();
      c.restore();
      const u = r.input[0]?.[k];
      if (u) {
        c.strokeStyle = c.fillStyle = css("--ink"); c.lineWidth = 2; const end = px + u * 40;
        c.beginPath(); c.moveTo(px, py - 19); c.lineTo(end, py - 19); c.stroke();
        c.beginPath(); c.moveTo(end + 5 * Math.sign(u), py - 19); c.lineTo(end, py - 22); c.lineTo(end, py - 16); c.fill();
      }
    });
    const modes = [...new Set(data.rovers.map(r => r.mode[k]))].join(", ");
    now.textContent = `${data.time[k].toFixed(2)} s · period ${data.tick[k]} · v${data.rovers[0]?.version[k] ?? "–"} · ${modes}`;
  }

  function frame(t) {
    if (playing && count > 1) {
      const period = data.time[1] - data.time[0] || 0.25;
      phase += (t - last) / 1000 * Number(speed.value) / period;
      const steps = Math.floor(phase); phase -= steps;
      if (steps > 0) k = k + steps >= count - 1 ? 0 : k + steps;
      seek.value = k; paint();
    }
    last = t; requestAnimationFrame(frame);
  }

  function setPlaying(on) { playing = on; play.textContent = on ? "Pause" : "Play"; }
  play.addEventListener("click", () => setPlaying(!playing));
  seek.addEventListener("input", () => { setPlaying(false); show(Number(seek.value)); });
  addEventListener("resize", () => { for (const { plot, host } of charts) plot.setSize({ width: host.clientWidth, height: plot.height }); paint(); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { draw(); paint(); });
  setPlaying(playing); draw(); paint(); requestAnimationFrame(t => { last = t; frame(t); });
})();
