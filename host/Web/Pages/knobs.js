// Parameters of the controllers, turned while they drive: from the declarations that mae param list prints; who turned what, and back.
import { get, h, isNumber, number, post, write } from "./dom.js";

// A range wider than this is no slider's.
const WIDE = 1000;

export class Knobs {
  constructor(into, failed) { this.into = into; this.failed = failed; this.names = []; this.turned = []; this.present = {}; this.answers = new Map(); }

  async begin(names, mayControl, turned) {
    this.names = names; this.mayControl = mayControl; this.turned = turned ?? [];
    this.seen();
    if (!this.all) {
      try { this.all = (await get("/api/parameters")).parameters; } catch { return; }
      this.build();
    }
    this.rovers(names);
    this.history();
  }

  // Only where somebody who drives the fleet takes changes: other missions have none of these parameters.
  seen() { this.into.hidden = !(this.mayControl && this.isAnswered) && this.turned.length === 0; }

  build() {
    const by = name => this.all.find(one => one.name === name);
    this.name = h("select", { id: "knob-name", onchange: () => { this.isTyped = false; this.choose(); } }, this.all.map(one => h("option", { value: one.name }, one.name.replaceAll("_", " "))));
    this.name.value = by("stage_input_weight") ? "stage_input_weight" : this.all[0].name;
    this.rover = h("select", { id: "knob-rover", onchange: () => { this.isTyped = false; this.fill(); } });
    this.element = h("select", { id: "knob-element", onchange: () => { this.isTyped = false; this.fill(); } });
    this.value = h("input", { type: "number", id: "knob-value", step: "any" });
    this.slider = h("input", { type: "range", id: "knob-slider", "aria-label": "Value" });
    this.slider.addEventListener("input", () => { this.value.value = number(this.slider.valueAsNumber, 4); });
    this.slider.addEventListener("change", () => this.set());
    // What a person types stays until it is set: an answer that comes meanwhile says only what rovers have.
    this.value.addEventListener("input", () => { this.isTyped = true; });
    this.value.addEventListener("keydown", e => { if (e.key === "Enter") this.set(); });
    this.about = h("p", { class: "hint" });
    this.said = h("p", { class: "hint", role: "status" });
    this.list = h("ol", { class: "plain", "aria-label": "Who turned what", tabindex: "0" });
    const row = (id, label, ...controls) => h("div", { class: "field two" }, h("label", { for: id }, label), h("span", { class: "buttons" }, controls));
    this.into.replaceChildren(...[
      h("div", { class: "toolbar" }, h("h2", {}, "Parameters"), h("span", { class: "grow" })),
      this.mayControl && row("knob-name", "Name", this.name),
      this.mayControl && row("knob-rover", "Of", this.rover),
      this.mayControl && (this.elements = row("knob-element", "Number", this.element)),
      this.mayControl && this.slider,
      this.mayControl && row("knob-value", "Value", this.value, h("button", { class: "primary", onclick: () => this.set() }, "Set"), h("button", { onclick: () => this.send(null), title: "As the mission gives it" }, "Reset")),
      this.mayControl && this.about, this.said, this.list,
    ].filter(Boolean));
    if (this.mayControl) this.choose();
  }

  rovers(names) {
    if (!this.rover || names.join() === this.rover.dataset.names) return;
    this.rover.dataset.names = names.join();
    const chosen = this.rover.value;
    this.rover.replaceChildren(h("option", { value: "" }, "all rovers"), ...names.map(name => h("option", { value: name }, name)));
    this.rover.value = names.includes(chosen) ? chosen : "";
  }

  get known() { return this.all.find(one => one.name === this.name.value); }

  async choose() {
    const { unit, least, most, description, default: usual } = this.known;
    write(this.about, `${description} ${Math.abs(least) < 1e6 && Math.abs(most) < 1e6 ? `From ${number(least)} to ${number(most)}` : "Any number"}${unit && unit !== "controller" ? ` ${unit}` : ""}${isNumber(usual) ? `, usually ${number(usual)}` : ""}.`);
    this.fill();
    await this.ask();
  }

  /** What the rovers have now; from a mission that begins later as soon as it answers. */
  async ask() {
    clearTimeout(this.later);
    if (!this.mayControl || !this.name) return;
    try { this.asking = (await post("/api/tune", { ask: this.name.value })).id; } catch { /* The stream says that the server is away. */ }
  }

  /** Numbers that the rovers have now, where the host has said them. */
  fill() {
    const values = this.rover.value ? this.present[this.rover.value] : Object.values(this.present)[0];
    const mine = this.present.name === this.name.value ? values : null;
    const count = mine?.length ?? 1, chosen = this.element.value;
    if (this.element.options.length !== (count > 1 ? count + 1 : 1)) {
      this.element.replaceChildren(h("option", { value: "" }, count > 1 ? `all ${count}` : "the only one"), ...(count > 1 ? Array.from({ length: count }, (_, i) => h("option", { value: i }, `${i}`)) : []));
      this.element.value = [...this.element.options].some(option => option.value === chosen) ? chosen : count > 1 ? "0" : "";
    }
    this.elements.hidden = count === 1;
    const now = mine?.[Number(this.element.value || 0)], { least, most } = this.known;
    this.slider.hidden = !isNumber(now) && most - least > WIDE;
    if (!this.slider.hidden) {
      const isNarrow = most - least <= WIDE, span = Math.max(1, 2 * Math.abs(now ?? 1));
      this.slider.min = isNarrow ? least : Math.max(least, now - span); this.slider.max = isNarrow ? most : Math.min(most, now + span);
      this.slider.step = (Number(this.slider.max) - Number(this.slider.min)) / 200;
      if (isNumber(now)) this.slider.value = now;
    }
    if (!this.isTyped) this.value.value = isNumber(now) ? number(now, 5) : "";
  }

  set() {
    const value = this.value.valueAsNumber;
    if (!isNumber(value)) { this.failed("Type a number first."); return; }
    this.isTyped = false;
    const values = Object.values(this.present).find(Array.isArray), isAll = this.element.value === "" && this.present.name === this.name.value && values?.length > 1;
    this.send(isAll ? values.map(() => value) : [value]);
  }

  async send(values, of = null) {
    const change = of ?? { name: this.name.value, element: this.element.value === "" || values === null ? null : Number(this.element.value), values, rover: this.rover.value || null };
    write(this.said, "sent …");
    try {
      this.waiting = (await post("/api/tune", { change })).id;
      // The stream may have been quicker than the answer to the request.
      if (this.answers.has(this.waiting)) this.tell(this.answers.get(this.waiting));
    } catch (error) { write(this.said, ""); this.failed(error.message); }
  }

  answer(data) {
    if (!this.list) return;
    if (data.is_silent) {
      if (data.id === this.asking) this.later = setTimeout(() => this.ask(), 4000);
      if (data.id === this.waiting) write(this.said, "Nobody who takes changes drives this fleet; rovers that stand: mae param set.");
      return;
    }
    if (data.asked !== undefined) {
      if (data.asked !== this.name?.value) return;
      this.present = Object.fromEntries(data.rovers.map(rover => [rover.name, rover.present]));
      Object.defineProperty(this.present, "name", { value: data.asked, enumerable: false });
      this.isAnswered ||= data.rovers.some(rover => rover.present?.length > 0);
      this.seen();
      this.fill();
      return;
    }
    if (data.change) {
      this.turned.push(data);
      this.seen();
      this.history();
      if (data.taken && this.mayControl && data.change.name === this.name.value) this.choose();
    }
    this.answers.set(data.id, data);
    if (this.answers.size > 20) this.answers.delete(this.answers.keys().next().value);
    if (data.id === this.waiting) this.tell(data);
  }

  tell(data) {
    write(this.said, data.taken ? `Version ${data.version}: ${difference(data)}` : `${data.code ?? ""} ${data.what ?? "It was refused."} ${data.next ?? ""}`);
  }

  history() {
    if (!this.list) return;
    this.list.replaceChildren(...this.turned.slice(-12).reverse().map(one => h("li", {}, h("span", { class: `pill ${one.taken ? "good" : "bad"}` }, one.taken ? `v${one.version}` : "refused"),
      h("span", { class: "text" }, `${one.who ?? "somebody"}: ${one.text}${one.taken ? ` (${difference(one)})` : ""}`),
      this.mayControl && one.taken && h("button", { onclick: () => this.undo(one), "aria-label": `Undo ${one.text}` }, "Undo"))));
  }

  undo(one) {
    const element = one.change.element, wanted = one.rovers.map(rover => [rover.name, element === null ? rover.before : [rover.before[element]]]);
    const isSame = wanted.every(([, values]) => values.join() === wanted[0][1].join());
    if (isSame) this.send(wanted[0][1], { ...one.change, values: wanted[0][1] });
    else for (const [rover, values] of wanted) this.send(values, { ...one.change, values, rover });
  }
}

// "5 -> 8", or where rovers differ, each.
function difference(one) {
  const at = one.change.element, part = values => at === null ? values : [values?.[at]];
  const words = one.rovers.map(rover => `${(part(rover.before) ?? []).slice(0, 3).map(v => number(v)).join(", ")} → ${(part(rover.after) ?? []).slice(0, 3).map(v => number(v)).join(", ")}`);
  return words.every(text => text === words[0]) ? words[0] ?? "" : one.rovers.map((rover, i) => `${rover.name} ${words[i]}`).join("; ");
}
