// STOP: by click and by key, always. Who has obeyed and how soon, who has not; then release and arming, each by two clicks.
import { byId, h, post } from "./dom.js";

export class Stop {
  constructor(notices, onError) {
    this.notices = notices;
    this.onError = onError;
    this.rovers = [];
    byId("stop").addEventListener("click", () => this.stop());
    // Esc anywhere, in a field too: whoever sees danger does not look where the cursor is.
    addEventListener("keydown", e => { if (e.key === "Escape") this.stop(); }, true);
  }

  /** Nobody drives here, and nobody is to be stopped. */
  retire() { this.isRetired = true; byId("stop").hidden = true; }

  async stop() {
    if (this.isRetired) return;
    this.notices.show("stop", "bad", "STOP sent, waiting for the rovers …");
    try { await post("/api/stop"); } catch (error) {
      this.notices.show("stop", "bad", `STOP was not sent: ${error.message} Use the switch on the rovers, or mae estop.`);
    }
  }

  /** State of the stop as the server has it. */
  show(state, mayControl) {
    this.state = state; this.mayControl = mayControl;
    const confirmed = Object.entries(state.confirmed ?? {}), missing = state.unconfirmed ?? [];
    const slowest = Math.max(0, ...confirmed.map(([, s]) => s));
    if (state.releasing) { this.notices.show("stop", "warn", `Release: waiting for ${missing.join(", ")}`); return; }
    const waiting = state.waiting ?? [];
    if (!state.stands && waiting.length > 0) {
      const text = state.arming ? `Arming: waiting for ${waiting.join(", ")}` : `Released, and standing until somebody arms them: ${waiting.join(", ")}`;
      this.notices.show("stop", "warn", text, state.arming ? null : this.button("Arm …", "Arm: they drive on at once", () => this.ask("arm"), "armed by a page that may act"));
      return;
    }
    if (!state.stands) {
      this.notices.hide("stop");
      return;
    }
    const text = missing.length === 0
      ? `STOPPED: all ${confirmed.length} rovers have confirmed, the slowest after ${slowest.toFixed(2)} s`
      : `STOP: ${confirmed.length} confirmed${confirmed.length ? ` after at most ${slowest.toFixed(2)} s` : ""}, not: ${missing.join(", ")}`;
    this.notices.show("stop", missing.length === 0 ? "good" : "bad", text, this.button("Release …", "Release: nobody is in the way", () => this.ask("release"), "released by: mae estop --reset"));
  }

  /** By two clicks: what sets rovers free is nobody's slip. */
  button(words, sure, action, otherwise) {
    if (!this.mayControl) return h("span", { class: "soft" }, otherwise);
    const button = h("button", {}, words);
    button.addEventListener("click", () => {
      if (button.dataset.sure) { action(); return; }
      button.dataset.sure = "1";
      button.textContent = sure;
      setTimeout(() => { delete button.dataset.sure; button.textContent = words; }, 4000);
    });
    return button;
  }

  async ask(what) {
    try { await post(`/api/${what}`); } catch (error) { this.onError(error.message); }
  }
}

/** Lines across the top of the page, one for each cause. */
export class Notices {
  constructor(into) { this.into = into; this.shown = new Map(); }

  show(key, kind, text, ...more) {
    const before = this.shown.get(key);
    if (before?.text === text && before.kind === kind) return;
    const line = h("div", { class: `notice ${kind}`, "data-notice": key }, h("span", {}, text), h("span", { class: "grow" }), more);
    if (before) before.line.replaceWith(line); else this.into.append(line);
    this.shown.set(key, { line, text, kind });
  }

  hide(key) { this.shown.get(key)?.line.remove(); this.shown.delete(key); }

  /** Shown for a while. */
  flash(key, kind, text) {
    this.show(key, kind, text);
    setTimeout(() => { if (this.shown.get(key)?.text === text) this.hide(key); }, 6000);
  }
}
