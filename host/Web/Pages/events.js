// What happened, newest first; and as marks for curves.
import { h } from "./dom.js";

const KINDS = { push: "", taken: "good", turned: "good", fault: "bad", refused: "bad", lost: "bad", stop: "bad", person: "warn", doubt: "warn", mode: "" };
const MOST = 200;

export class Events {
  constructor(into) { this.into = into; this.all = []; }

  set(events) { this.all = []; this.into.replaceChildren(); for (const one of events) this.add(one); }

  add(one) {
    this.all.push(one);
    if (this.all.length > 2 * MOST) this.all.splice(0, MOST);
    const s = one.t / 1000;
    const time = s < 3600 ? `${Math.floor(s / 60)}:${(s % 60).toFixed(1).padStart(4, "0")}` : `${Math.floor(s / 3600)}:${String(Math.floor(s / 60) % 60).padStart(2, "0")} h`;
    this.into.prepend(h("li", {}, h("time", {}, time), h("span", { class: `pill ${KINDS[one.kind] ?? ""}` }, one.kind), h("span", { class: "text" }, one.rover ? `${one.rover}: ${one.text}` : one.text)));
    while (this.into.children.length > MOST) this.into.lastChild.remove();
  }

  /** Between two times, ms: for curves. */
  between(from, to) { return this.all.filter(one => one.t >= from && one.t <= to && one.kind !== "mode"); }
}
