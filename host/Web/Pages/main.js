// The page: what the server says goes to the parts that show it.
import { byId, get, h, isNumber, post, write } from "./dom.js";
import { Stream } from "./stream.js";
import { FleetMap } from "./map.js";
import { Tiles } from "./tiles.js";
import { Notices, Stop } from "./stop.js";
import { Events } from "./events.js";
import { Mission } from "./mission.js";
import { Knobs } from "./knobs.js";
import { Curves } from "./curves.js";
import { Runs } from "./runs.js";

const notices = new Notices(byId("notices"));
const failed = text => notices.flash("error", "bad", text);
const stop = new Stop(notices, failed);
const tell = async (order, topic) => { try { await post("/api/tell", { order, topic }); } catch (error) { failed(error.message); } };
const mission = new Mission(byId("mission"), tell);
const knobs = new Knobs(byId("knobs"), failed);
const map = new FleetMap(byId("map"), { onDrop: held => { if (state.control) mission.drop(held, map); } });
const tiles = new Tiles(byId("tiles"), byId("count"));
const events = new Events(byId("events"));
const state = { names: [], control: false, at: 0 };
const curves = new Curves(byId("view-curves"), events);
const runs = new Runs(byId("view-runs"), failed);

const handle = {
  hello(data) {
    if (data.training) { train(data); return; }
    Object.assign(state, { names: data.names, control: data.control === true });
    document.title = `${data.fleet} · Mission control`;
    write(byId("title"), data.fleet);
    map.onDrop = state.control ? held => mission.drop(held, map) : null;
    handle.scene(data.scene);
    events.set(data.events);
    handle.tiles(data.tiles);
    handle.move(data.map);
    handle.stop(data.stop);
    curves.begin(state.names, data.signals);
    runs.begin(state.control);
    knobs.begin(state.names, state.control, data.turned);
    catchUp(data.t);
  },
  move(data) {
    for (const [index, x, y, heading, sigma, aimX, aimY] of data.r)
      if (state.names[index] !== undefined) map.move(state.names[index], index, data.t, x, y, heading, { sigma, aimX, aimY });
    state.at = data.t;
  },
  tiles(data) {
    state.names = data.rovers.map(rover => rover.name);
    data.rovers.forEach((rover, index) => map.say(rover.name, index, rover));
    tiles.show(data.rovers);
    curves.rovers(state.names);
    knobs.rovers(state.names);
    pills(data);
    followable();
  },
  scene(data) {
    if (data && !map.scene) knobs.ask();
    map.show(data); mission.show(data, state.control);
  },
  progress(data) { map.progress(data); mission.progress(data); },
  event(data) { events.add(data); },
  stop(data) { stop.show(data, state.control); },
  answer(data) { if (data.taken !== true) failed(`${data.code ?? ""} ${data.what ?? "It was refused."} ${data.next ?? ""}`); },
  tuned(data) { knobs.answer(data); },
  alive(data) { if (data.over) notices.show("over", "good", "The training has come to its end."); },
  silence(ms) {
    if (ms > 0) notices.show("silence", "bad", `No data for ${Math.round(ms / 1000)} s: what is shown is old. The page looks for its server.`);
    else notices.hide("silence");
    document.body.classList.toggle("stale", ms > 0);
  },
};

new Stream((name, data) => handle[name]?.(data));

// The page of a training: runs and their curves, and no fleet.
function train(data) {
  handle.alive(data);
  if (state.training) return;
  state.training = data.training;
  document.title = "Training · Mission control";
  write(byId("title"), "Training");
  stop.retire();
  byId("views").hidden = true;
  runs.begin(data.control === true);
  choose(byId("tab-runs"));
  runs.train([data.training]);
}

// Trails of before, and of what a tab that slept has missed.
async function catchUp(now) {
  try {
    const { t, series } = await get(`/api/curves?signals=map_x_m,map_y_m&rovers=${encodeURIComponent(state.names.join(","))}&since=${Math.max(-1, Math.round(now - map.trailMs))}`);
    for (const [name, { map_x_m: x, map_y_m: y }] of Object.entries(series)) {
      const rover = map.rover(name, state.names.indexOf(name));
      rover.trail = t.map((at, i) => [at, x[i], y[i]]).filter((p, i) => isNumber(p[1]) && isNumber(p[2]) && i % 2 === 0);
    }
    map.touch();
  } catch { /* The next time, then: trails only grow shorter for it. */ }
}

function pills(data) {
  const said = [];
  if (!data.connected) said.push(["broker lost", "bad"]);
  const there = data.rovers.filter(r => r.mode !== "lost" && r.mode !== "unknown");
  const driving = there.filter(r => r.mode === "running" || r.mode === "degraded").length;
  said.push([driving > 0 ? `${driving} driving` : there.length > 0 ? "nobody drives" : "no rover there", driving > 0 ? "good" : there.length > 0 ? "" : "warn"]);
  if (data.host) said.push([data.host.split(",")[0], ""]);
  said.push([state.control ? "may act" : "looks only", ""]);
  if (data.over) said.push(["the run has ended: see Runs", "warn"]);
  const key = said.map(([text]) => text).join("|");
  if (state.pills !== key) { state.pills = key; byId("pills").replaceChildren(...said.map(([text, kind]) => h("span", { class: `pill ${kind}` }, text))); }
  const youngest = Math.min(...there.map(r => r.values_s_ago ?? Infinity));
  const slow = Math.max(0.5, ...there.map(r => r.period_s ?? 0));
  if (!data.connected) notices.show("broker", "bad", data.over ? "The run has ended, and its broker with it." : "The fleet's broker does not answer: what is shown is old.");
  else notices.hide("broker");
  if (data.connected && there.length > 0 && youngest > 4 * slow && youngest !== Infinity) notices.show("mute", "warn", `No rover has said anything for ${Math.round(youngest)} s.`);
  else notices.hide("mute");
}

function followable() {
  const select = byId("follow"), names = state.names.join("|");
  if (select.dataset.names === names) return;
  select.dataset.names = names;
  select.replaceChildren(h("option", { value: "" }, "nobody"), ...state.names.map(name => h("option", { value: name }, name)));
  select.value = map.follow;
}

byId("follow").addEventListener("change", e => { map.follow = e.target.value; map.isFitted = false; if (!map.follow) map.fit(); map.touch(); });
byId("map").addEventListener("fit", () => { byId("follow").value = map.follow; });
byId("zoom-in").addEventListener("click", () => map.zoom(1.4));
byId("zoom-out").addEventListener("click", () => map.zoom(1 / 1.4));
byId("fit").addEventListener("click", () => map.fit());

// ---- tabs ----
const tabs = [...document.querySelectorAll("[role=tab]")];
function choose(tab) {
  for (const other of tabs) {
    const isChosen = other === tab;
    other.setAttribute("aria-selected", isChosen);
    other.tabIndex = isChosen ? 0 : -1;
    byId(other.getAttribute("aria-controls")).hidden = !isChosen;
  }
  curves.show(tab.id === "tab-curves");
  runs.show(tab.id === "tab-runs");
  if (tab.id === "tab-fleet") map.resize();
  history.replaceState(null, "", tab.id === "tab-fleet" ? "/" : `#${tab.id.slice(4)}`);
}
tabs.forEach((tab, i) => {
  tab.addEventListener("click", () => choose(tab));
  tab.addEventListener("keydown", e => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[e.key];
    if (step) { const next = tabs[(i + step + tabs.length) % tabs.length]; choose(next); next.focus(); e.preventDefault(); }
  });
});
const named = byId(`tab-${location.hash.slice(1)}`);
if (named) choose(named);

// For measurements and tests: the map with the frames drawn so far; runs.js adds what is played back.
globalThis.missionControl = { map, knobs };
