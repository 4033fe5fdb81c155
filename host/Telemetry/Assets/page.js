"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const colour = i => i < 12 ? css("--c" + i) : `hsl(${Math.round(i * 137.508 % 360)} 65% ${css("--light")})`;
  const number = v => v == null ? "none" : v !== 0 && (Math.abs(v) >= 1e6 || Math.abs(v) < 1e-3) ? v.toExponential(2) : String(Number(v.toPrecision(5)));
  const font = "12px system-ui, sans-serif";
  let plots = [], players = [], drive = null;

  // ---- charts ----
  const steps = [...Array(10).keys()].flatMap(e => [1, 2, 5].map(m => m * 10 ** e));
  // Where nobody points, the legend shows the last value.
  const last = values => { for (let i = values.length - 1; i >= 0; i--) if (values[i] != null) return values[i]; return null; };
  const shown = (u, v, s, i) => number(i == null ? last(u.data[s]) : v);
  const isWhole = values => values.every(v => v == null || Number.isInteger(v));
  const decade = v => v == null || Math.abs(Math.log10(v) % 1) > 1e-9 ? "" : v.toExponential(0);

  // Whole decades, at most nine of them: a value that reaches zero in the end would leave no room for all the others.
  function decades(u, low, high) {
    if (low == null || high == null) return [0.1, 10];
    const top = Math.ceil(Math.log10(high) + 1e-9), bottom = Math.floor(Math.log10(low));
    return [10 ** Math.max(bottom, top - 9), 10 ** Math.max(top, bottom + 1)];
  }

  // What happened at an instant, and stretches that are not as they should be.
  function happened(u, d) {
    const c = u.ctx, { top, height, left, width } = u.bbox, x = v => u.valToPos(v, "x", true);
    c.save();
    c.beginPath(); c.rect(left, top, width, height); c.clip();
    c.fillStyle = css("--bad"); c.globalAlpha = 0.08;
    for (const { from, to } of d.bands) c.fillRect(x(from), top, Math.max(1, x(to) - x(from)), height);
    c.globalAlpha = 1; c.strokeStyle = c.fillStyle = css("--soft");
    c.setLineDash([6, 4]); c.lineWidth = devicePixelRatio;
    c.textAlign = "left"; c.font = `${11 * devicePixelRatio}px system-ui, sans-serif`;
    for (const e of d.events) {
      const at = Math.round(x(e.x));
      c.beginPath(); c.moveTo(at, top); c.lineTo(at, top + height); c.stroke();
      c.fillText(e.name, at + 5 * devicePixelRatio, top + 12 * devicePixelRatio);
    }
    c.restore();
  }

  function chart(host, d) {
    host.replaceChildren();
    if (d.x.length === 0) { host.textContent = "Nothing was recorded."; return; }
    const axis = { stroke: css("--soft"), grid: { stroke: css("--line"), width: 1 }, ticks: { stroke: css("--line"), width: 1 }, font, labelFont: font, labelSize: 20 };
    const line = (s, i) => s.colour != null ? colour(s.colour) : s.dashed ? css("--soft") : colour(i);
    const few = d.x.length < 40, whole = !d.log && d.series.every(s => isWhole(s.y));
    const plot = new uPlot({
      width: host.clientWidth, height: 250,
      cursor: { drag: { x: true, y: false }, ...(d.synced ? { sync: { key: "run" } } : {}) },
      scales: { x: { time: false }, y: d.log ? { distr: 3, range: decades } : {} },
      axes: [
        { ...axis, label: d.xLabel, ...(isWhole(d.x) ? { incrs: steps } : {}) },
        { ...axis, label: d.yLabel, size: 62, ...(whole ? { incrs: steps } : {}), values: d.log ? (u, vs) => vs.map(decade) : undefined }],
      series: [{ label: d.xLabel, value: shown }, ...d.series.map((s, i) => ({
        label: s.name, class: s.quiet ? "limit" : undefined, stroke: line(s, i), width: s.points ? 0 : s.dashed ? 1.2 : 1.6,
        dash: s.dashed ? [6, 4] : undefined,
        paths: s.points ? () => null : s.stepped ? uPlot.paths.stepped({ align: 1 }) : undefined,
        points: { show: s.points || (few && !s.dashed), size: few ? 6 : 4, fill: line(s, i) }, value: shown }))],
      hooks: {
        draw: [u => happened(u, d)],
        setCursor: [u => { if (d.synced && u.cursor.event && u.cursor.idx != null) drive?.show(u.cursor.idx); }],
      },
    }, [d.x, ...d.series.map(s => d.log ? s.y.map(v => v > 0 ? v : null) : s.y)], host);
    plots.push({ plot, host });
  }

  // ---- what moves ----
  const between = (values, k, f) => { const a = values[k], b = values[Math.min(k + 1, values.length - 1)]; return a == null || b == null ? a : a + (b - a) * f; };

  // The canvas at the screen's resolution, empty.
  function blank(canvas, height) {
    const ratio = devicePixelRatio || 1, w = canvas.clientWidth, c = canvas.getContext("2d");
    canvas.style.height = height + "px";
    if (canvas.width !== Math.round(w * ratio) || canvas.height !== Math.round(height * ratio)) { canvas.width = Math.round(w * ratio); canvas.height = Math.round(height * ratio); }
    c.setTransform(ratio, 0, 0, ratio, 0, 0); c.clearRect(0, 0, w, height);
    c.font = font; c.textAlign = "center"; c.textBaseline = "middle";
    return c;
  }

  // Play, seek and speed; paint(frame, part of the way to the next) draws and says where it is.
  function player(canvas, frames, period, paint) {
    const controls = canvas.nextElementSibling, play = controls.querySelector("button"), seek = controls.querySelector("input"), now = controls.querySelector("output"), speed = controls.querySelector("select");
    if (frames === 0) { now.textContent = "Nothing was recorded."; return { show() { }, draw() { } }; }
    let position = 0, playing = frames > 1 && !matchMedia("(prefers-reduced-motion: reduce)").matches, last = null;
    seek.max = frames - 1;
    function draw() { const k = Math.floor(position); now.textContent = paint(k, position - k); seek.value = k; }
    function setPlaying(on) { playing = on; play.textContent = on ? "Pause" : "Play"; }
    function frame(t) {
      if (playing && last != null) { position += (t - last) / 1000 * Number(speed.value) / period; if (position >= frames - 1) position = 0; draw(); }
      last = t; requestAnimationFrame(frame);
    }
    play.addEventListener("click", () => setPlaying(!playing));
    seek.addEventListener("input", () => { setPlaying(false); position = Number(seek.value); draw(); });
    addEventListener("resize", draw);
    setPlaying(playing); draw(); requestAnimationFrame(frame);
    return { show(k) { if (!playing) { position = k; draw(); } }, draw };
  }

  // 1, 2 or 5 times a power of ten, at most `most` of them in a span.
  const gridStep = (span, most) => { const p = 10 ** Math.floor(Math.log10(span / most)); return [1, 2, 5, 10].map(f => f * p).find(step => span / step <= most); };

  // A name beside a disc, where it touches no other; where there is no room, none.
  function name(c, taken, x, y, radius, text, width, height) {
    const w = c.measureText(text).width, h = 13, gap = radius + 4;
    for (const [left, top] of [[x + gap, y - h / 2], [x - gap - w, y - h / 2], [x - w / 2, y - gap - h], [x - w / 2, y + gap], [x + gap, y - gap - h], [x - gap - w, y + gap]]) {
      if (left < 2 || left + w > width - 2 || top < 0 || top + h > height) continue;
      if (taken.some(t => left < t[0] + t[2] && t[0] < left + w && top < t[1] + t[3] && t[1] < top + h)) continue;
      taken.push([left, top, w, h]); c.textAlign = "left"; c.fillText(text, left, top + h / 2); c.textAlign = "center";
      return;
    }
  }

  function replay(canvas, d) {
    const present = d.tracks.flatMap(t => t.x.map((x, i) => [x, t.y[i]])).concat(d.marks.map(m => [m.x, m.y])).filter(p => p[0] != null && p[1] != null);
    const largest = Math.max(0.01, ...d.tracks.map(t => t.radius), ...d.marks.map(m => m.radius));
    let [west, east, south, north] = [Infinity, -Infinity, Infinity, -Infinity];
    for (const [x, y] of present) { west = Math.min(west, x); east = Math.max(east, x); south = Math.min(south, y); north = Math.max(north, y); }
    const pad = largest + 0.05 * Math.max(east - west, north - south);
    west -= pad; east += pad; south -= pad; north += pad;
    return player(canvas, present.length === 0 ? 0 : d.frames, d.period, (k, f) => {
      const left = 46, below = 30, w = canvas.clientWidth, inner = w - left - 8;
      const h = Math.min(580, Math.max(260, inner * (north - south) / (east - west) + below + 8)), high = h - below - 8;
      const scale = Math.min(inner / (east - west), high / (north - south));
      const px = x => left + inner / 2 + (x - (west + east) / 2) * scale, py = y => 8 + high / 2 - (y - (south + north) / 2) * scale;
      const c = blank(canvas, h), step = gridStep(inner / scale, Math.max(3, Math.min(12, inner / 55))), taken = [];
      const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
      c.lineWidth = 1; c.strokeStyle = css("--line"); c.fillStyle = css("--soft");
      for (let x = Math.ceil(((left - px(0)) / scale) / step) * step; px(x) <= w - 8; x += step) {
        c.beginPath(); c.moveTo(px(x), 8); c.lineTo(px(x), h - below); c.stroke();
        c.fillText(x.toFixed(digits).replace(/^-(0\.?0*)$/, "$1"), px(x), h - below + 11);
      }
      c.textAlign = "right";
      for (let y = Math.ceil(((py(0) - (h - below)) / scale) / step) * step; py(y) >= 8; y += step) {
        c.beginPath(); c.moveTo(left, py(y)); c.lineTo(w - 8, py(y)); c.stroke();
        c.fillText(y.toFixed(digits).replace(/^-(0\.?0*)$/, "$1"), left - 6, py(y));
      }
      c.fillText("east, m", w - 8, h - 6);
      c.save(); c.translate(8, 8); c.rotate(-Math.PI / 2); c.fillText("north, m", 0, 0); c.restore();
      c.textAlign = "center";
      for (const m of d.marks) {
        // Without a name and smaller than a pen's stroke: a dot of a line.
        if (!m.name && m.radius * scale < 4) {
          c.fillStyle = css("--soft"); c.globalAlpha = 0.6; c.beginPath(); c.arc(px(m.x), py(m.y), 1.5, 0, 7); c.fill(); c.globalAlpha = 1;
          continue;
        }
        const r = Math.max(4, m.radius * scale);
        c.strokeStyle = css("--soft"); c.lineWidth = 1.5; c.setLineDash([4, 3]);
        c.beginPath(); c.arc(px(m.x), py(m.y), r, 0, 7); c.stroke(); c.setLineDash([]);
        taken.push([px(m.x) - r, py(m.y) - r, 2 * r, 2 * r]);
      }
      const now = [];
      d.tracks.forEach((t, i) => {
        c.strokeStyle = colour(i); c.lineWidth = 1.5; c.globalAlpha = 0.45; c.beginPath();
        let open = false;
        for (let j = Math.max(0, k - 60); j <= k; j++) {
          if (t.x[j] == null) { open = false; continue; }
          if (open) c.lineTo(px(t.x[j]), py(t.y[j])); else c.moveTo(px(t.x[j]), py(t.y[j]));
          open = true;
        }
        c.stroke(); c.globalAlpha = 1;
        const x = between(t.x, k, f), y = between(t.y, k, f);
        if (x == null || y == null) return;
        const r = Math.max(5, t.radius * scale);
        c.fillStyle = colour(i); c.globalAlpha = 0.75; c.beginPath(); c.arc(px(x), py(y), r, 0, 7); c.fill(); c.globalAlpha = 1;
        taken.push([px(x) - r, py(y) - r, 2 * r, 2 * r]); now.push([px(x), py(y), r, t.name]);
      });
      // Rovers that stand in one place have one name: that of all of them.
      const together = [];
      for (const [x, y, r, text] of now) {
        const same = together.find(o => Math.hypot(o[0] - x, o[1] - y) < 3);
        if (same) same[3] += ", " + text; else together.push([x, y, r, text]);
      }
      c.fillStyle = css("--ink"); for (const [x, y, r, text] of together) name(c, taken, x, y, r, text, w, h - below);
      c.fillStyle = css("--soft"); for (const m of d.marks) if (m.name) name(c, taken, px(m.x), py(m.y), Math.max(4, m.radius * scale), m.name, w, h - below);
      return `${(k * d.period).toFixed(2)} s · frame ${k + 1} of ${d.frames}`;
    });
  }

  // One lane a rover: its allowed range, where it is, where it was, its input, and how far each pair is from its wanted distance.
  function lanes(canvas, d) {
    const count = d.time.length;
    const all = d.rovers.flatMap(r => r.position.filter(v => v != null)), bound = d.rovers.flatMap(r => [r.min, r.max]).filter(v => v != null && Math.abs(v) < 1000);
    const lowest = Math.min(...all, ...bound, -0.5), highest = Math.max(...all, ...bound, 0.5), margin = 0.08 * (highest - lowest);
    return player(canvas, count, (count > 1 && d.time[1] - d.time[0]) || 0.25, (k, f) => {
      const w = canvas.clientWidth, h = Math.max(220, 64 * d.rovers.length + 40), c = blank(canvas, h);
      const left = 84, right = 24, x = m => left + (m - (lowest - margin)) / (highest - lowest + 2 * margin) * (w - left - right), y = i => 34 + (h - 70) * (i + 0.5) / d.rovers.length;
      const metre = Math.max(1, Math.ceil((highest - lowest + 2 * margin) * 34 / Math.max(60, w - left - right)));
      c.lineWidth = 1;
      for (let m = Math.ceil((lowest - margin) / metre) * metre; m <= highest + margin; m += metre) {
        c.strokeStyle = css("--line"); c.beginPath(); c.moveTo(x(m), 10); c.lineTo(x(m), h - 26); c.stroke();
        c.fillStyle = css("--soft"); if ((x(1) - x(0)) * metre > 30 || m % (2 * metre) === 0) c.fillText(m + " m", x(m), h - 12);
      }
      const position = d.rovers.map(r => between(r.position, k, f));
      d.rovers.forEach((r, i) => {
        const y0 = y(i);
        if (r.min != null && Math.abs(r.min) < 1000 && Math.abs(r.max) < 1000) {
          c.globalAlpha = 0.13; c.fillStyle = colour(i); c.beginPath(); c.roundRect(x(r.min), y0 - 18, x(r.max) - x(r.min), 36, 6); c.fill(); c.globalAlpha = 1;
        }
        c.fillStyle = css("--ink"); c.textAlign = "left"; c.fillText(r.name, 8, y0); c.textAlign = "center";
        for (let t = Math.max(0, k - 25); t < k; t++) {
          if (r.position[t] == null) continue;
          c.globalAlpha = 0.4 * (t - k + 26) / 26; c.fillStyle = colour(i); c.beginPath(); c.arc(x(r.position[t]), y0, 2.5, 0, 7); c.fill();
        }
        c.globalAlpha = 1;
      });
      d.couplings.forEach((p, row) => {
        const error = between(p.error, k, f);
        if (error == null || position[p.from] == null || position[p.to] == null) return;
        const size = Math.min(1, Math.abs(error) / 0.5), a = { x: x(position[p.from]), y: y(p.from) }, b = { x: x(position[p.to]), y: y(p.to) };
        const ink = size < 0.12 ? css("--good") : size < 0.6 ? css("--c1") : css("--bad");
        c.strokeStyle = ink; c.lineWidth = 2; c.setLineDash(size < 0.12 ? [] : [6, 5]); c.beginPath(); c.moveTo(a.x, a.y); c.lineTo(b.x, b.y); c.stroke(); c.setLineDash([]);
        const text = (error >= 0 ? "+" : "−") + Math.abs(error).toFixed(2) + " m", part = [0.5, 0.36, 0.64][row % 3], mx = a.x + (b.x - a.x) * part, my = a.y + (b.y - a.y) * part, tw = c.measureText(text).width + 12;
        c.fillStyle = css("--card"); c.beginPath(); c.roundRect(mx - tw / 2, my - 10, tw, 20, 10); c.fill(); c.lineWidth = 1; c.stroke();
        c.fillStyle = ink; c.fillText(text, mx, my);
      });
      d.rovers.forEach((r, i) => {
        if (position[i] == null) return;
        const px = x(position[i]), py = y(i), forward = r.speed && r.speed[k] < 0 ? -1 : 1;
        c.save(); c.translate(px, py); c.scale(forward, 1);
        c.fillStyle = css("--ink"); for (const [wx, wy] of [[-12, -14], [4, -14], [-12, 10], [4, 10]]) c.fillRect(wx, wy, 8, 4);
        c.fillStyle = r.mode[k] === "running" ? colour(i) : css("--bad"); c.beginPath(); c.roundRect(-15, -10, 30, 20, 5); c.fill();
        if (r.speed) { c.fillStyle = css("--card"); c.beginPath(); c.moveTo(11, 0); c.lineTo(4, -5); c.lineTo(4, 5); c.fill(); }
        c.restore();
        const u = r.input[k];
        if (u && Math.abs(u) > 0.02) {
          c.strokeStyle = c.fillStyle = css("--ink"); c.lineWidth = 2; const end = px + u * 40;
          c.beginPath(); c.moveTo(px, py - 19); c.lineTo(end, py - 19); c.stroke();
          c.beginPath(); c.moveTo(end + 5 * Math.sign(u), py - 19); c.lineTo(end, py - 22); c.lineTo(end, py - 16); c.fill();
        }
      });
      return `${d.time[k].toFixed(2)} s · period ${d.tick[k]} · v${Math.min(...d.rovers.map(r => r.version[k]))} · ${[...new Set(d.rovers.map(r => r.mode[k]))].join(", ")}`;
    });
  }

  function draw() {
    for (const { plot } of plots) plot.destroy();
    plots = [];
    data.forEach((d, i) => { if (d?.kind === "chart") chart(document.getElementById("s" + i), d); });
  }

  addEventListener("resize", () => { for (const { plot, host } of plots) plot.setSize({ width: host.clientWidth, height: plot.height }); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { draw(); for (const p of players) p.draw(); });
  draw();
  data.forEach((d, i) => {
    const canvas = document.getElementById("s" + i);
    if (d?.kind === "replay") players.push(replay(canvas, d));
    if (d?.kind === "lanes") players.push(drive = lanes(canvas, d));
  });
})();
