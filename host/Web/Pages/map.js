// A floor to scale, seen from above; of a live fleet and of one that is played back.
import { colour, css, isNumber } from "./dom.js";
import { drawScenery, isBox, isPair as pair } from "./scenery.js";

const BODY_M = 0.1;
const LANE_M = 0.6;
const SMOOTH_S = 0.09;
const FLASH_MS = 1500;
const font = "12px system-ui, sans-serif";

export class FleetMap {
  /** trailMs: how long a trail is; onDrop(what): a handle of the scene was dragged to another place. */
  constructor(canvas, { trailMs = 30000, onDrop = null } = {}) {
    this.canvas = canvas;
    this.context = canvas.getContext("2d");
    this.trailMs = trailMs;
    this.onDrop = onDrop;
    this.rovers = new Map();
    this.scene = null;
    this.places = new Map();
    this.plans = new Map();
    this.point = null;
    this.view = { x: 0, y: 0, scale: 90 };
    this.isFitted = true;
    this.follow = "";
    this.pointers = new Map();
    this.frames = 0;
    this.isDirty = true;
    this.shownAt = performance.now();
    new ResizeObserver(() => this.resize()).observe(canvas);
    addEventListener("theme", () => this.touch());
    this.listen();
    this.resize();
    const draw = now => { this.animate(now); this.next = requestAnimationFrame(draw); };
    this.next = requestAnimationFrame(draw);
  }

  end() { cancelAnimationFrame(this.next); }

  touch() { this.isDirty = true; }

  /** Forgets every rover and its trail. */
  clear() { this.rovers.clear(); this.places.clear(); this.plans.clear(); this.point = null; this.touch(); }

  rover(name, index) {
    let rover = this.rovers.get(name);
    if (!rover) this.rovers.set(name, rover = { name, index, x: NaN, y: NaN, h: NaN, sx: NaN, sy: NaN, sh: NaN, trail: [], radius: BODY_M, flash: 0, state: {} });
    return rover;
  }

  /** Where a rover is at a time, ms: y null on a lane, h null without a front. */
  move(name, index, t, x, y, h, more = {}) {
    const rover = this.rover(name, index);
    const isLane = !isNumber(y);
    if (!isNumber(x)) return;
    rover.isLane = isLane;
    rover.x = x;
    rover.y = isLane ? -index * LANE_M : y;
    rover.h = isNumber(h) ? h : NaN;
    if (!isNumber(rover.sx) || more.jump) [rover.sx, rover.sy, rover.sh] = [rover.x, rover.y, rover.h];
    Object.assign(rover, more);
    const last = rover.trail.at(-1);
    if (!last || (t - last[0] >= 200 && Math.hypot(x - last[1], rover.y - last[2]) > 0.004)) rover.trail.push([t, x, rover.y]);
    while (rover.trail.length > 0 && rover.trail[0][0] < t - this.trailMs) rover.trail.shift();
    this.touch();
  }

  /** How it is: mode, radius_m, cap_m_s, interventions as the tiles have them. */
  say(name, index, state) {
    const rover = this.rover(name, index);
    if (isNumber(state.interventions) && isNumber(rover.state.interventions) && state.interventions > rover.state.interventions) rover.flash = performance.now();
    rover.state = state;
    if (isNumber(state.radius_m) && state.radius_m > 0) rover.radius = state.radius_m;
    this.touch();
  }

  show(scene) {
    this.scene = scene;
    // Who was shown on a lane, before anybody knew of a plane, stands nowhere in it.
    if (scene?.space === "plane") for (const [name, rover] of this.rovers) if (rover.isLane) this.rovers.delete(name);
    if (!scene) { this.places.clear(); this.plans.clear(); this.point = null; }
    this.touch();
  }

  /** Where the mission has come to: places and plans of rovers, and the point that follows the path. */
  progress(data) {
    this.places.clear(); this.plans.clear();
    for (const [name, one] of Object.entries(data.rovers ?? {})) {
      if (pair(one.place_m)) this.places.set(name, one.place_m);
      if (Array.isArray(one.plan_m)) this.plans.set(name, one.plan_m.filter(pair));
    }
    this.point = pair(data.at_m) ? data.at_m : null;
    this.touch();
  }

  fit() { this.isFitted = true; this.follow = ""; this.touch(); this.canvas.dispatchEvent(new Event("fit")); }

  zoom(factor, px = this.width / 2, py = this.height / 2) {
    const scale = Math.min(4000, Math.max(2, this.view.scale * factor)), [x, y] = this.world(px, py);
    this.isFitted = false;
    this.view.scale = scale;
    if (!this.follow) { this.view.x = x - (px - this.width / 2) / scale; this.view.y = y + (py - this.height / 2) / scale; }
    this.touch();
  }

  pan(dx, dy) {
    this.isFitted = false; this.follow = "";
    this.view.x -= dx / this.view.scale; this.view.y += dy / this.view.scale;
    this.canvas.dispatchEvent(new Event("fit"));
    this.touch();
  }

  world(px, py) { return [this.view.x + (px - this.width / 2) / this.view.scale, this.view.y - (py - this.height / 2) / this.view.scale]; }

  screen(x, y) { return [(x - this.view.x) * this.view.scale + this.width / 2, (this.view.y - y) * this.view.scale + this.height / 2]; }

  resize() {
    const box = this.canvas.getBoundingClientRect(), ratio = Math.min(2, devicePixelRatio || 1);
    if (box.width === 0) return;
    this.width = box.width; this.height = box.height; this.ratio = ratio;
    this.canvas.width = Math.round(box.width * ratio); this.canvas.height = Math.round(box.height * ratio);
    this.touch();
  }

  // ---- hands ----
  listen() {
    const canvas = this.canvas, at = e => { const box = canvas.getBoundingClientRect(); return [e.clientX - box.left, e.clientY - box.top]; };
    canvas.addEventListener("wheel", e => { e.preventDefault(); this.zoom(Math.exp(-e.deltaY * 0.0015), ...at(e)); }, { passive: false });
    canvas.addEventListener("pointerdown", e => {
      canvas.setPointerCapture(e.pointerId);
      this.pointers.set(e.pointerId, at(e));
      this.held = this.pointers.size === 1 ? this.handleAt(...at(e)) : null;
      canvas.classList.add("dragging");
    });
    canvas.addEventListener("pointermove", e => {
      const before = this.pointers.get(e.pointerId), now = at(e);
      if (!before) { canvas.style.cursor = this.handleAt(...now) ? "move" : ""; return; }
      if (this.held) {
        const [x, y] = this.world(...now);
        this.held.x = x; this.held.y = y; this.held.isMoved = true;
        this.touch();
      } else if (this.pointers.size === 1) this.pan(now[0] - before[0], now[1] - before[1]);
      else {
        const other = [...this.pointers].find(([id]) => id !== e.pointerId)[1];
        const was = Math.hypot(before[0] - other[0], before[1] - other[1]), is = Math.hypot(now[0] - other[0], now[1] - other[1]);
        if (was > 0) this.zoom(is / was, (now[0] + other[0]) / 2, (now[1] + other[1]) / 2);
      }
      this.pointers.set(e.pointerId, now);
    });
    const up = e => {
      this.pointers.delete(e.pointerId);
      canvas.classList.remove("dragging");
      if (this.held?.isMoved && e.type === "pointerup") this.onDrop?.(this.held);
      this.held = null;
      this.touch();
    };
    canvas.addEventListener("pointerup", up);
    canvas.addEventListener("pointercancel", up);
    canvas.addEventListener("keydown", e => {
      const step = 40, moves = { ArrowLeft: [step, 0], ArrowRight: [-step, 0], ArrowUp: [0, step], ArrowDown: [0, -step] };
      if (moves[e.key]) this.pan(...moves[e.key]);
      else if (e.key === "+" || e.key === "=") this.zoom(1.25);
      else if (e.key === "-") this.zoom(0.8);
      else if (e.key === "0") this.fit();
      else return;
      e.preventDefault();
    });
  }

  /** What can be dragged, of what the mission takes: the path by its middle, its size by its right end, places of the shape, landmarks, obstacles. */
  handles() {
    if (!this.onDrop || !this.scene?.order) return [];
    const found = [], path = this.scene.path, moves = this.scene.order.moves ?? [];
    if (moves.includes("landmarks")) (this.scene.landmarks_m ?? []).forEach((at, index) => { if (pair(at)) found.push({ kind: "landmark", index, x: at[0], y: at[1] }); });
    if (moves.includes("obstacles")) for (const one of this.scene.obstacles ?? []) if (isNumber(one.x_m) && isNumber(one.y_m)) found.push({ kind: "obstacle", name: one.name, x: one.x_m, y: one.y_m });
    if (moves.includes("path") && path && pair(path.centre_m) && isNumber(path.size_m)) {
      found.push({ kind: "centre", x: path.centre_m[0], y: path.centre_m[1] });
      found.push({ kind: "size", x: path.centre_m[0] + path.size_m, y: path.centre_m[1] });
    }
    if (moves.includes("places") && this.point) for (const [name, [x, y]] of this.places) found.push({ kind: "place", name, x, y });
    return found;
  }

  handleAt(px, py) {
    let best = null, least = 14;
    for (const handle of this.handles()) {
      const [x, y] = this.screen(handle.x, handle.y), away = Math.hypot(px - x, py - y) + (handle.kind === "place" ? 3 : 0);
      if (away < least) [best, least] = [handle, away];
    }
    return best;
  }

  // ---- drawing ----
  animate(now) {
    const dt = Math.min(0.2, (now - this.shownAt) / 1000);
    this.shownAt = now;
    if (this.canvas.offsetParent === null || !this.width) return;
    let moves = false;
    const share = 1 - Math.exp(-dt / SMOOTH_S);
    for (const rover of this.rovers.values()) {
      if (!isNumber(rover.sx)) continue;
      const dx = rover.x - rover.sx, dy = rover.y - rover.sy, dh = Math.atan2(Math.sin(rover.h - rover.sh), Math.cos(rover.h - rover.sh));
      if (Math.abs(dx) + Math.abs(dy) > 2e-4 || Math.abs(dh) > 2e-3) moves = true;
      const all = Math.hypot(dx, dy) > 1 ? 1 : share;
      rover.sx += all * dx; rover.sy += all * dy;
      rover.sh = isNumber(rover.sh) ? rover.sh + all * (isNumber(dh) ? dh : 0) : rover.h;
      if (rover.flash && now - rover.flash < FLASH_MS) moves = true;
    }
    if (!moves && !this.isDirty) return;
    this.isDirty = false;
    this.frames++;
    this.draw(now);
  }

  bounds() {
    let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
    const add = (x, y, r = 0) => { if (isNumber(x) && isNumber(y)) { x0 = Math.min(x0, x - r); y0 = Math.min(y0, y - r); x1 = Math.max(x1, x + r); y1 = Math.max(y1, y + r); } };
    for (const rover of this.rovers.values()) add(rover.x, rover.y, 0.35);
    const scene = this.scene ?? {};
    for (const point of scene.path?.points_m ?? []) if (pair(point)) add(...point, 0.6);
    for (const point of (scene.lines ?? []).flat()) if (pair(point)) add(...point, 0.4);
    for (const point of scene.landmarks_m ?? []) if (pair(point)) add(...point, 0.3);
    for (const node of scene.graph?.nodes ?? []) add(node.x_m, node.y_m, 0.3);
    for (const one of scene.obstacles ?? []) add(one.x_m, one.y_m, one.radius_m);
    for (const wall of scene.walls ?? []) for (const end of [wall.from_m, wall.to_m]) if (pair(end)) add(...end, 0.1);
    if (isBox(scene.bounds_m)) { add(scene.bounds_m[0], scene.bounds_m[1], 0.1); add(scene.bounds_m[2], scene.bounds_m[3], 0.1); }
    return x0 <= x1 ? [x0, y0, x1, y1] : [-2, -1.5, 2, 1.5];
  }

  place() {
    if (this.isFitted && !this.held) {
      const [x0, y0, x1, y1] = this.bounds(), goal = Math.min(400, 0.94 * Math.min(this.width / (x1 - x0), this.height / (y1 - y0)));
      const calm = Math.abs(goal / this.view.scale - 1) > 0.5 ? 1 : 0.15;
      this.view.scale += calm * (goal - this.view.scale);
      this.view.x += calm * ((x0 + x1) / 2 - this.view.x); this.view.y += calm * ((y0 + y1) / 2 - this.view.y);
      if (Math.abs(goal / this.view.scale - 1) > 0.002) this.isDirty = true;
    } else if (this.follow) {
      const rover = this.rovers.get(this.follow);
      if (isNumber(rover?.sx)) [this.view.x, this.view.y] = [rover.sx, rover.sy];
    }
  }

  draw(now) {
    const c = this.context;
    this.place();
    c.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    c.clearRect(0, 0, this.width, this.height);
    this.grid(c);
    drawScenery(this, c);
    this.trails(c);
    for (const rover of this.rovers.values()) if (isNumber(rover.sx)) this.around(c, rover, now);
    for (const rover of this.rovers.values()) if (isNumber(rover.sx)) this.body(c, rover);
    this.labels(c);
    this.grips(c);
    this.scaleBar(c);
  }

  grid(c) {
    const step = nice(70 / this.view.scale), [x0, y1] = this.world(0, 0), [x1, y0] = this.world(this.width, this.height);
    for (const isStrong of [false, true]) {
      c.beginPath();
      c.strokeStyle = css(isStrong ? "--grid-strong" : "--grid"); c.lineWidth = 1;
      for (let k = Math.floor(x0 / step); k * step <= x1; k++) if ((k % 5 === 0) === isStrong) { const x = Math.round(this.screen(k * step, 0)[0]) + .5; c.moveTo(x, 0); c.lineTo(x, this.height); }
      for (let k = Math.floor(y0 / step); k * step <= y1; k++) if ((k % 5 === 0) === isStrong) { const y = Math.round(this.screen(0, k * step)[1]) + .5; c.moveTo(0, y); c.lineTo(this.width, y); }
      c.stroke();
    }
    const lanes = [...this.rovers.values()].filter(rover => rover.isLane);
    if (lanes.length === 0) return;
    c.beginPath(); c.strokeStyle = css("--soft"); c.setLineDash([2, 6]);
    for (const { y } of lanes) { const py = this.screen(0, y)[1]; c.moveTo(0, py); c.lineTo(this.width, py); }
    c.stroke(); c.setLineDash([]);
  }

  line(c, points, isClosed = false) {
    c.beginPath();
    points.forEach(([x, y], i) => { const p = this.screen(x, y); i === 0 ? c.moveTo(...p) : c.lineTo(...p); });
    if (isClosed) c.closePath();
    c.stroke();
  }

  disc(c, x, y, radiusPx) { c.beginPath(); c.arc(...this.screen(x, y), Math.max(0, radiusPx), 0, 2 * Math.PI); }

  trails(c) {
    c.lineWidth = 2; c.lineJoin = "round"; c.globalAlpha = .45;
    for (const rover of this.rovers.values()) {
      if (rover.trail.length < 2) continue;
      c.strokeStyle = colour(rover.index);
      c.beginPath();
      const { x: vx, y: vy, scale: s } = this.view, w = this.width / 2, t = this.height / 2;
      rover.trail.forEach(([, x, y], i) => { const px = (x - vx) * s + w, py = (vy - y) * s + t; i === 0 ? c.moveTo(px, py) : c.lineTo(px, py); });
      c.lineTo(...this.screen(rover.sx, rover.sy));
      c.stroke();
    }
    c.globalAlpha = 1;
  }

  // What is around a rover: its place, its plan, the way that it reserves, how sure it is of where it is, how near others may come.
  around(c, rover, now) {
    const s = this.view.scale, hue = colour(rover.index), { sx: x, sy: y } = rover;
    const place = this.places.get(rover.name), plan = this.plans.get(rover.name);
    c.strokeStyle = hue; c.lineWidth = 1.5;
    if (place) { c.globalAlpha = .8; c.setLineDash([3, 3]); this.disc(c, ...place, rover.radius * s); c.stroke(); c.setLineDash([]); }
    if (plan?.length > 1) { c.globalAlpha = .9; c.lineWidth = 2.5; this.line(c, plan); for (const p of plan) { this.disc(c, ...p, 1.8); c.fillStyle = hue; c.fill(); } }
    else if (isNumber(rover.aimX) && Math.hypot(rover.aimX, rover.aimY) > 0.02) { c.globalAlpha = .9; this.line(c, [[x, y], [x + rover.aimX, y + rover.aimY]]); }
    if (isNumber(rover.sigma) && rover.sigma > 0) { c.globalAlpha = .16; c.fillStyle = hue; this.disc(c, x, y, (2 * rover.sigma) * s); c.fill(); c.globalAlpha = .5; c.lineWidth = 1; c.stroke(); }
    if (isNumber(rover.sigma) && rover.state.mode !== "lost") { c.globalAlpha = .3; c.lineWidth = 1; this.disc(c, x, y, (rover.radius + 3 * rover.sigma) * s + 2); c.stroke(); }
    if (rover.flash && now - rover.flash < FLASH_MS) {
      const part = (now - rover.flash) / FLASH_MS;
      c.globalAlpha = 1 - part; c.strokeStyle = css("--warn"); c.lineWidth = 2; c.setLineDash([4, 4]); this.disc(c, x, y, rover.radius * s * (1.2 + part)); c.stroke(); c.setLineDash([]);
    }
    c.globalAlpha = 1;
  }

  body(c, rover) {
    const s = this.view.scale, r = Math.max(6, rover.radius * s), [px, py] = this.screen(rover.sx, rover.sy), mode = rover.state.mode;
    const isLost = mode === "lost" || mode === "unknown", isStopped = mode === "emergency-stop" || mode === "safe-stop";
    c.save();
    c.translate(px, py);
    c.globalAlpha = isLost ? .45 : 1;
    c.fillStyle = colour(rover.index); c.strokeStyle = css("--card"); c.lineWidth = 1.5;
    c.beginPath(); c.arc(0, 0, r, 0, 2 * Math.PI); c.fill(); c.stroke();
    if (isNumber(rover.sh)) {
      c.rotate(-rover.sh);
      c.fillStyle = css("--card");
      c.beginPath(); c.moveTo(r * .82, 0); c.lineTo(-r * .35, r * .5); c.lineTo(-r * .1, 0); c.lineTo(-r * .35, -r * .5); c.closePath(); c.fill();
    }
    c.restore();
    if (!isStopped && !isLost) return;
    c.beginPath(); c.arc(px, py, r + 4, 0, 2 * Math.PI);
    c.strokeStyle = css(isStopped ? "--bad" : "--soft"); c.lineWidth = 2.5; c.setLineDash(isLost ? [4, 4] : []); c.stroke(); c.setLineDash([]);
  }

  labels(c) {
    if (this.rovers.size > 30 && this.view.scale < 120) return;
    c.font = "600 12px system-ui, sans-serif"; c.textAlign = "center"; c.lineWidth = 3; c.lineJoin = "round";
    for (const rover of this.rovers.values()) {
      if (!isNumber(rover.sx)) continue;
      const [x, y] = this.screen(rover.sx, rover.sy), below = y + Math.max(6, rover.radius * this.view.scale) + 15;
      c.strokeStyle = css("--field"); c.strokeText(rover.name, x, below);
      c.fillStyle = css("--ink"); c.fillText(rover.name, x, below);
    }
    c.textAlign = "left";
  }

  grips(c) {
    for (const handle of this.handles()) {
      if (handle.kind === "landmark" || handle.kind === "obstacle") continue;
      if (handle.kind === "place" && !(this.held?.kind === "place" && this.held.name === handle.name)) continue;
      const held = this.held && this.held.kind === handle.kind && this.held.name === handle.name ? this.held : handle;
      c.fillStyle = css("--card"); c.strokeStyle = css("--accent"); c.lineWidth = 2.5;
      this.disc(c, held.x, held.kind === "size" ? handle.y : held.y, 7); c.fill(); c.stroke();
    }
  }

  scaleBar(c) {
    const length = nice(90 / this.view.scale), width = length * this.view.scale, y = this.height - 14;
    c.strokeStyle = c.fillStyle = css("--soft"); c.lineWidth = 2; c.font = font;
    c.beginPath(); c.moveTo(14, y - 5); c.lineTo(14, y); c.lineTo(14 + width, y); c.lineTo(14 + width, y - 5); c.stroke();
    c.fillText(length >= 1 ? `${length} m` : `${Math.round(length * 100)} cm`, 20, y - 6);
  }
}

/** The largest of 1, 2, 5 times a power of ten that is not above this times two. */
function nice(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map(m => m * power).find(v => v >= value);
}
