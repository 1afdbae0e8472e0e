// S5 Seiten ordnen: which page is looked at, what the keys say of it, and what the answers change.

import { Dialogs } from "./dialogs.js";
import { Lease } from "./lease.js";
import { Saving } from "./saving.js";
import { Scan } from "./scan.js";

const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

const desk = $("main.desk");
const mine = "mine" in desk.dataset;
const base = `/faelle/${desk.dataset.case}`;
const NAMING = ["name", "paper", "right"]; // after these the next open page is looked at
let version = desk.dataset.version;
let current = 0;
let asked = null; // what waits for an answer: a page with readings is to be named something else

const say = (text) => ($("#status").textContent = text);
const alarm = (text) => ($("#alarm").textContent = text);
const turns = () => $$("#pages .turn");
const turnOf = (number) => $(`#pages .turn[data-number="${number}"]`);

const dialogs = new Dialogs();
const scan = new Scan($("#page"), [], base, "page");
const saving = new Saving({
  token: desk.dataset.token,
  onWait: (count) => alarm(`Keine Verbindung. ${count === 1 ? "1 Eingabe ist" : `${count} Eingaben sind`} noch nicht gespeichert.`),
  onBack: () => alarm(""),
  signIn: () => dialogs.signIn((token) => (saving.token = token)),
});

// --- which page is looked at

function look(number, { focus = true } = {}) {
  const turn = turnOf(number) ?? turns()[0];
  if (!turn) return;
  current = Number(turn.dataset.number);
  for (const other of turns()) other.tabIndex = other === turn ? 0 : -1;
  scan.show(current, null);
  if (focus) turn.focus();
}

function move(by) {
  const all = turns();
  const place = all.findIndex((one) => Number(one.dataset.number) === current);
  const next = all[Math.min(Math.max(place + by, 0), all.length - 1)];
  if (next) look(Number(next.dataset.number));
}

function nextOpen() {
  const open = $$("#pages .leaf[data-open]").map((one) => Number(one.dataset.number));
  return open.find((number) => number > current) ?? open[0];
}

function drawn() {
  scan.pages = new Map(turns().map((one) => [Number(one.dataset.number), one]));
}

// --- saying what it is

async function act(tat, more = {}) {
  if (!mine || !current) return;
  const number = current;
  const answer = await saving.push(`${base}/seiten/${number}`, () => ({ tat, version, ...more }));
  changed(answer, NAMING.includes(tat));
}

// One key must not put aside what was read on a page: that is asked first.
function loses(turn, tat, { art, seite }) {
  if (tat !== "name") return false;
  const read = Number(turn.dataset.read) > 0;
  if (art !== "form") return "form" in turn.dataset || read;
  const sure = !("open" in turn.closest(".leaf").dataset); // one in doubt is there to be named
  return read && sure && turn.dataset.form !== seite;
}

function name(tat, more, button) {
  const turn = turnOf(current);
  if (!mine || !turn || !loses(turn, tat, more)) return act(tat, more);
  asked = { tat, more, number: current };
  const read = Number(turn.dataset.read);
  const places = read === 1 ? "1 Stelle" : `${read} Stellen`;
  const lost = read ? `Auf ihr wurden ${places} gelesen; sie zählen dann nicht mehr.` : "Sie zählt dann nicht mehr zum Antrag.";
  $("#surely-says").textContent = `${nameOf(turn)}. ${lost} Das lässt sich rückgängig machen.`;
  $("#surely-yes span").textContent = wordOf(button);
  dialogs.open("surely");
}

const wordOf = (button) => button.getAttribute("aria-label") ?? [...button.childNodes].filter((node) => node.nodeName !== "KBD").map((node) => node.textContent).join("").trim();

async function again(path) {
  if (!mine) return;
  changed(await saving.push(`${base}/seiten/${path}`, () => ({})), false);
}

function changed({ ok, data }, onwards) {
  if (!ok) return alarm(data.says ?? "Das wurde nicht gespeichert. Bitte versuchen Sie es noch einmal.");
  alarm("");
  if (data.said) say(data.said);
  if (data.lines === undefined) return;
  version = data.version;
  $("#pages").innerHTML = data.lines;
  $("#problems").innerHTML = data.problems;
  $("#problem-fold").hidden = !$("#problems").children.length;
  $("#open-count").textContent = data.open;
  $("#undo-button").disabled = !data.undo;
  $("#redo-button").disabled = !data.redo;
  drawn();
  current = data.page || current;
  look((onwards && nextOpen()) || current);
}

// --- what opens above

function open(id) {
  const turn = turnOf(current);
  if (id === "kind") prefill(turn);
  if (id === "double") fill("#double-of", turns().filter((one) => one !== turn).map((one) => [one.dataset.number, nameOf(one)]));
  if (id === "belongs") {
    const firsts = $$("#pages .leaf.begins .turn").filter((one) => one.dataset.paper !== turn.dataset.paper);
    if (!firsts.length) return alarm("Es gibt keinen anderen Nachweis.");
    fill("#belongs-to", firsts.map((one) => [one.dataset.number, `Nachweis ${one.dataset.paper}: ${nameOf(one)}`]));
  }
  if (id === "rescan") $("#rescan-page").value = String(current);
  dialogs.open(id);
}

const nameOf = (turn) => `Seite ${turn.dataset.number}, ${$(".name", turn).textContent}`;

function fill(selector, options) {
  $(selector).replaceChildren(...options.map(([value, words]) => new Option(words, value)));
}

function prefill(turn) {
  const select = $("#kind-type");
  select.value = turn.dataset.type || "";
  const persons = turn.dataset.type ? turn.dataset.subject.split(",") : [];
  for (const box of $$("#kind [type=checkbox]")) box.checked = persons.includes(box.value);
}

// Whom such a paper is usually about, until somebody says otherwise.
$("#kind-type").addEventListener("change", (event) => {
  const person = event.target.selectedOptions[0]?.dataset.person;
  for (const box of $$("#kind [type=checkbox]")) box.checked = box.value === person;
});
$("#kind-type").addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  event.target.form.requestSubmit();
});

const SAID = {
  surely: () => {
    if (asked.number === current) act(asked.tat, asked.more);
  },
  paper: ({ dokumentart, ...persons }) => act("paper", { dokumentart, person: Object.values(persons).join(",") }),
  join: ({ von }) => act("join", { von }),
  double: ({ von }) => act("name", { art: "duplicate", von }),
  leaflet: ({ seite }) => act("name", { art: "text_page", seite }),
};

dialogs.onAct = (name, values) => SAID[name](values);
dialogs.onClosed = () => look(current);
dialogs.onPath = async (path, values) => {
  const { ok, data } = await saving.push(`${base}/seiten/${path}`, () => values);
  if (!ok) return alarm(data.says ?? "Das ist nicht gelungen.");
  lease.over = true;
  location.assign(data.to);
};

// --- keys

const KEYS = {
  F1: () => dialogs.open("help"),
  F2: () => scan.change(),
  Escape: () => $("#back").click(),
  PageUp: () => move(-1),
  PageDown: () => move(1),
  "Control+ArrowUp": () => scan.enlarge(true),
  "Control+ArrowDown": () => scan.enlarge(false),
  "Control+z": () => again("rueckgaengig"),
  "Control+y": () => again("wiederholen"),
};

const IN_LIST = {
  ArrowUp: () => move(-1),
  ArrowDown: () => move(1),
  Home: () => move(-turns().length),
  End: () => move(turns().length),
  Enter: () => act("right"),
};

document.addEventListener("keydown", (event) => {
  lease.stir();
  if (event.isComposing || event.altKey || document.querySelector("dialog[open]")) return;
  const name = `${event.ctrlKey ? "Control+" : ""}${event.key}`;
  const inList = event.target.closest("#pages");
  const found = KEYS[name] ?? (inList ? IN_LIST[name] : null) ?? letter(event);
  if (!found) return;
  event.preventDefault();
  found();
});

// Letters and digits say something only while a page or a button beside it has the focus.
function letter(event) {
  if (event.ctrlKey || event.key.length !== 1 || !event.target.closest("#pages, #acts")) return null;
  const button = $(`#acts [data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  return button && mine ? () => button.click() : null;
}

// --- buttons

document.addEventListener("click", (event) => {
  lease.stir();
  const on = (selector) => event.target.closest(selector);
  if (on("#pages .turn")) look(Number(on("#pages .turn").dataset.number));
  else if (on("#acts [data-open]")) open(on("[data-open]").dataset.open);
  else if (on("#acts [data-tat]")) {
    const { tat, art, seite, um } = on("[data-tat]").dataset;
    name(tat, Object.fromEntries(Object.entries({ art, seite, um }).filter(([, value]) => value)), on("[data-tat]"));
  }
});

const BUTTONS = {
  "help-button": KEYS.F1, "view-button": KEYS.F2, "undo-button": KEYS["Control+z"],
  "redo-button": KEYS["Control+y"], smaller: () => scan.enlarge(false), larger: () => scan.enlarge(true),
};
for (const [id, does] of Object.entries(BUTTONS)) document.getElementById(id).addEventListener("click", does);

const lease = new Lease({
  base: `${base}/seiten`, minutes: Number(desk.dataset.lease), window: desk.dataset.window, mine, dialogs,
  token: () => saving.token,
  onLost: (says) => alarm(says),
});

drawn();
look(Number(location.hash.slice(1)) || nextOpen() || 1);
