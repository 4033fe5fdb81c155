// What the mission that drives takes while it drives: shape, path, size, speed, pause; as its scene says it does.
import { fixed, h, isNumber, write } from "./dom.js";

export class Mission {
  constructor(into, tell) { this.into = into; this.tell = order => tell(order, this.scene?.order?.topic); this.key = ""; }

  show(scene, mayControl) {
    this.scene = scene;
    const order = scene?.order;
    this.into.hidden = !scene;
    if (!scene) { this.key = ""; return; }
    // Built anew only where what can be told changes: a slider that is held stays in the hand.
    const key = JSON.stringify([scene.mission, mayControl, order?.shapes, order?.paths, order?.speed_m_s?.max, order?.size_m?.max, order?.moves, typeof order?.pause, hands(scene)]);
    if (key !== this.key) { this.key = key; this.build(scene, order, mayControl); }
    this.fill(scene, order);
  }

  build(scene, order, mayControl) {
    const isLocked = !mayControl;
    this.parts = { shapes: new Map(), paths: new Map() };
    const choices = (names, into, make) => h("div", { class: "buttons" }, (names ?? []).map(name => {
      const button = h("button", { disabled: isLocked, "aria-pressed": "false", onclick: () => this.tell(make(name)) }, name);
      into.set(name, button);
      return button;
    }));
    const slider = (name, label, key, unit) => {
      const range = order[key];
      const input = h("input", { type: "range", id: `tell-${key}`, min: range.min, max: range.max, step: range.step ?? 0.01, disabled: isLocked });
      const output = h("output", { for: `tell-${key}` });
      input.addEventListener("input", () => write(output, fixed(input.valueAsNumber, 2, unit)));
      input.addEventListener("change", () => { input.dataset.until = performance.now() + 1500; this.tell({ [key]: input.valueAsNumber }); });
      this.parts[key] = { input, output, unit };
      return h("div", { class: "field" }, h("label", { for: `tell-${key}` }, label), input, output);
    };
    this.into.replaceChildren(...[
      h("div", { class: "toolbar" }, h("h2", {}, "Mission"), h("span", { class: "soft" }, scene.mission ?? ""), h("span", { class: "grow" }),
        typeof order?.pause === "boolean" && (this.parts.pause = h("button", { disabled: isLocked, onclick: () => this.tell({ pause: this.scene.order.pause !== true }) }, "Pause"))),
      order?.shapes && h("div", { class: "field" }, h("span", { class: "label" }, "Shape"), choices(order.shapes, this.parts.shapes, shape => ({ shape }))),
      order?.paths && h("div", { class: "field" }, h("span", { class: "label" }, "Path"), choices(order.paths, this.parts.paths, path => ({ path }))),
      order?.speed_m_s && slider("speed", "Speed", "speed_m_s", " m/s"),
      order?.size_m && slider("size", "Size", "size_m", " m"),
      this.parts.now = h("p", { class: "hint" }),
      mayControl && h("p", { class: "hint" }, hands(scene)),
    ].filter(Boolean));
  }

  fill(scene, order) {
    for (const [name, button] of this.parts.shapes) button.setAttribute("aria-pressed", name === scene.shape?.name);
    for (const [name, button] of this.parts.paths) button.setAttribute("aria-pressed", name === scene.path?.name);
    if (this.parts.pause) write(this.parts.pause, order.pause ? "Go on" : "Pause");
    for (const key of ["speed_m_s", "size_m"]) {
      const part = this.parts[key];
      if (!part || !isNumber(order?.[key]?.value) || part.input === document.activeElement && performance.now() < Number(part.input.dataset.until ?? 0)) continue;
      part.input.value = order[key].value;
      write(part.output, fixed(order[key].value, 2, part.unit));
    }
  }

  progress(data) {
    if (!this.parts?.now) return;
    const said = [];
    if (isNumber(data.time_s)) said.push(`${data.time_s.toFixed(1)} s of the ${isNumber(data.day) ? "day" : "mission"}`);
    if (isNumber(data.share)) said.push(`pace ${Math.round(100 * data.share)} %`);
    if (isNumber(data.error_m)) said.push(`${(1000 * data.error_m).toFixed(1)} mm between rovers`);
    if (isNumber(data.covered)) said.push(`${data.covered} of ${data.landmarks} landmarks covered`);
    if (isNumber(data.day)) said.unshift(`day ${data.day} of ${data.days}`);
    if (isNumber(data.visited)) said.push(`${data.visited} places visited, ${data.home} home`);
    write(this.parts.now, said.join(" · "));
  }

  /** A handle of the map was dropped somewhere else. */
  drop(held, map) {
    const round = v => Math.round(v * 1000) / 1000;
    if (held.kind === "landmark") {
      this.tell({ landmarks_m: this.scene.landmarks_m.map((at, i) => i === held.index ? [round(held.x), round(held.y)] : at) });
      return;
    }
    if (held.kind === "obstacle") { this.tell({ obstacles: [{ name: held.name, x_m: round(held.x), y_m: round(held.y) }] }); return; }
    const path = this.scene?.path;
    if (!path) return;
    if (held.kind === "centre") this.tell({ path: path.name, size_m: path.size_m, centre_m: [round(held.x), round(held.y)] });
    else if (held.kind === "size") this.tell({ path: path.name, size_m: round(Math.max(0.1, Math.abs(held.x - path.centre_m[0]))), centre_m: path.centre_m });
    else if (held.kind === "place" && map.point) {
      const offsets = [...map.places].map(([name, [x, y]]) => name === held.name ? [held.x, held.y] : [x, y]).map(([x, y]) => [round(x - map.point[0]), round(y - map.point[1])]);
      this.tell({ shape: "offsets", offsets_m: offsets });
    }
  }
}

// What can be dragged on the map, and what of it this mission does not take.
function hands(scene) {
  const moves = scene.order?.moves ?? [], can = [], not = [];
  const say = (isThere, name, words, what) => { if (isThere) (moves.includes(name) ? can : not).push(moves.includes(name) ? words : what); };
  say(scene.path, "path", "the path by its middle and its size by its right end", "its path");
  say(scene.shape, "places", "a place of the shape by its dashed circle", "its places");
  say(scene.landmarks_m?.length, "landmarks", "a landmark", "landmarks");
  say(scene.obstacles?.length, "obstacles", "an obstacle to where you have carried it", "obstacles");
  say(scene.walls?.length || scene.bounds_m, "walls", "", "walls and bounds");
  say(scene.graph, "places of the graph", "", "places of the graph");
  return [can.length > 0 && `On the map, drag ${can.join(", ")}.`, not.length > 0 && `This mission cannot be told to move: ${not.join(", ")}.`].filter(Boolean).join(" ");
}
