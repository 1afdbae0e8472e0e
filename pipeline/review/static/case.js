// S2 Fall prüfen: which field is worked on, what the keys do, and what the answers change.

import { Cards } from "./cards.js";
import { Dialogs } from "./dialogs.js";
import { listen } from "./keys.js";
import { Lease } from "./lease.js";
import { all, begin, end, isOpen, openKeys, pending, point, put, row, rows, totals, wasOpen } from "./rows.js";
import { Saving } from "./saving.js";
import { Scan } from "./scan.js";

const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

const desk = $("main.desk");
const mine = "mine" in desk.dataset;
const base = `/faelle/${desk.dataset.case}`;
const cards = new Cards(base);
const AHEAD = 4; // fields whose pictures are fetched beforehand
let current = null;
let wanted = null; // the key that was asked for last: its card may still be on its way
let since = 0;

const scan = new Scan($("#page"), $$("#pages .turn"), base);
const dialogs = new Dialogs();
const saving = new Saving({
  token: desk.dataset.token,
  onWait: (count) => alarm(`Keine Verbindung. ${inputs(count)} noch nicht gespeichert.`),
  onBack: () => alarm(""),
  signIn: () => dialogs.signIn((token) => (saving.token = token)),
});

const inputs = (count) => (count === 1 ? "1 Eingabe ist" : `${count} Eingaben sind`);
const say = (text) => ($("#status").textContent = text);
const alarm = (text) => ($("#alarm").textContent = text);
// --- which field is worked on

async function show(key) {
  if (!row(key)) return;
  count();
  wanted = key;
  const card = await cards.of(key);
  if (!card || wanted !== key) return; // somebody went on meanwhile
  current = card;
  since = performance.now();
  cards.draw(card.form);
  for (const other of $$("#cards > form")) other.hidden = other !== card.form;
  $("#all-done").hidden = true;
  point(key);
  const line = row(key);
  const keys = openKeys();
  const place = keys.indexOf(key);
  $(".position", card.form).textContent = position(key);
  scan.show(Number(line.dataset.page), line.dataset.place?.split(" ").map(Number) ?? null);
  lock(card.form);
  card.focus();
  ahead(keys, place);
}

// Among all that was open when the case was opened, or became open since.
function position(key) {
  const keys = rows().filter(wasOpen).map((one) => one.dataset.key);
  const place = keys.indexOf(key);
  return place < 0 ? "" : `${place + 1} von ${keys.length}`;
}

function lock(form) {
  if (mine) return;
  for (const one of $$("input, .acts button", form)) one.disabled = true;
}

// The pictures of the next fields are fetched before they are needed.
function ahead(keys, place) {
  for (const key of keys.slice(place + 1, place + 1 + AHEAD)) cards.ahead(key);
}

function done() {
  count();
  current = wanted = null;
  for (const form of $$("#cards > form")) form.hidden = true;
  $("#all-done").hidden = false;
  $("#finish-button").focus({ preventScroll: true });
}

function next(after) {
  const keys = rows().filter((one) => isOpen(one) || one.dataset.key === after);
  const place = keys.findIndex((one) => one.dataset.key === after);
  const turn = [...keys.slice(place + 1), ...keys.slice(0, Math.max(place, 0))];
  const found = turn.find(isOpen);
  if (found) show(found.dataset.key);
  else done();
}

function previous() {
  const keys = rows().filter(wasOpen);
  const place = keys.findIndex((one) => one.dataset.key === current?.key);
  const before = keys[(place < 0 ? keys.length : place) - 1];
  if (before) show(before.dataset.key);
}

// --- deciding

function count() {
  if (current && since) current.seconds += (performance.now() - since) / 1000;
  since = performance.now();
}

function decide(action, value, more = {}) {
  if (!mine || !current || pending.has(current.key)) return;
  count();
  const { key, seconds, keystrokes } = current;
  const card = current;
  begin(key);
  const values = () => ({
    action, value, version: row(key).dataset.version, keystrokes, seconds: seconds.toFixed(1), ...more,
  });
  saving.push(`${base}/felder/${key}`, values).then((answer) => settled(key, answer, { action, value }));
  next(key);
}

function confirm() {
  if (!current) return;
  if (current.active) current.take(current.active);
  const meant = current.meant();
  if (!meant) say("Hier ist nichts eingetragen. F9, dann L bestätigt, dass hier nichts steht.");
  else if (meant.action === "confirm" && "decided" in current.form.dataset) onlyRule();
  else decide(meant.action, meant.value);
}

// The reading is settled; confirming it once more says nothing about the rule.
function onlyRule() {
  if (!("open" in row(current.key).dataset)) return next(current.key);
  say("Die Lesung ist geprüft, die Regel ist noch offen. F9, dann A übernimmt den Wert so geschrieben.");
}

function settled(key, { ok, status, data }, meant) {
  end(key);
  if (ok) return changed(data);
  if (status === 409 && data.theirs !== undefined) return conflict(key, data, meant);
  alarm(data.says ?? "Das wurde nicht gespeichert. Bitte versuchen Sie es noch einmal.");
  show(key);
}

function changed(data) {
  for (const [key, html] of Object.entries(data.rows ?? {})) put(key, html);
  for (const [key, html] of Object.entries(data.cards ?? {})) redraw(key, html);
  if (data.rules !== undefined) $("#rules").innerHTML = data.rules;
  if (data.problems !== undefined) $("#problems").innerHTML = data.problems;
  totals();
  if (data.undo !== undefined) $("#undo-button").disabled = !data.undo;
  if (data.redo !== undefined) $("#redo-button").disabled = !data.redo;
  if (data.said) say(data.said);
  if (!current && openKeys().length) next(null);
}

// A card that somebody is typing in keeps what was typed.
function redraw(key, html) {
  const isCurrent = current?.key === key;
  const fresh = cards.put(key, html, isCurrent ? current : null);
  if (!isCurrent) return;
  lock(fresh.form);
  current = fresh;
}

const WITHOUT_VALUE = { illegible: "(unleserlich)", pass_on: "(weitergegeben)" };

async function conflict(key, data, { action, value }) {
  put(key, data.row);
  redraw(key, data.card);
  totals();
  await show(key);
  const mineIsRight = await dialogs.conflict(data.theirs, WITHOUT_VALUE[action] ?? data.yours);
  if (!mineIsRight) return;
  if (action in WITHOUT_VALUE) decide(action, "");
  else decide(value ? "correct" : "empty", value);
}

async function again(path) {
  const answer = await saving.push(`${base}/${path}`, () => ({}));
  if (!answer.ok) return alarm(answer.data.says ?? "");
  changed(answer.data);
  if (answer.data.key && row(answer.data.key)) show(answer.data.key);
}

async function finish() {
  if (!mine) return;
  const first = openKeys()[0];
  if (first && !pending.size) {
    const left = openKeys().length;
    say(left === 1 ? "Noch 1 Feld ist offen." : `Noch ${left} Felder sind offen.`);
    return show(first);
  }
  const answer = await saving.push(`${base}/abschliessen`, () => ({}));
  onward(answer);
  if (row(answer.data.first)) show(answer.data.first);
  else if (answer.data.first) firstProblem();
}

function firstProblem() {
  $("#problem-fold").open = true;
  $("#problems .settle")?.focus();
}

function onward({ ok, data }) {
  if (data.to) {
    lease.over = true;
    location.assign(data.to);
  } else if (ok) say(data.said ?? "");
  else alarm(data.says ?? "Das ist nicht gelungen.");
}

const ACTS = {
  confirm,
  empty: () => decide("empty", ""),
  illegible: () => decide("illegible", ""),
  pass_on: () => decide("pass_on", ""),
  as_written: () => dialogs.open("accept"),
  all,
  pages: () => $("a.stay").click(),
};

// --- keys

const KEYS = {
  F1: () => dialogs.open("help"),
  F2: () => scan.change(),
  F8: ACTS.illegible,
  F9: () => mine && dialogs.open("menu"),
  PageUp: () => scan.turn(-1),
  PageDown: () => scan.turn(1),
  Escape: () => current?.back(),
  "Shift+Enter": previous,
  "Control+Enter": finish,
  "Control+ArrowUp": () => scan.enlarge(true),
  "Control+ArrowDown": () => scan.enlarge(false),
  "Control+y": () => again("wiederholen"),
};

listen({ keys: KEYS, undo: () => again("rueckgaengig"), card: () => current, stir: () => lease.stir() });

// --- buttons

desk.addEventListener("submit", (event) => {
  if (!event.target.matches(".card")) return;
  event.preventDefault();
  confirm();
});

document.addEventListener("click", (event) => {
  lease.stir();
  const on = (selector) => event.target.closest(selector);
  const line = on(".row");
  if (line) show(line.dataset.key);
  else if (on(".jump")) show(on(".jump").dataset.to.split(" ")[0]);
  else if (on(".turn")) scan.show(Number(on(".turn").dataset.number), null);
  else if (on(".settle")) angesehen(on(".settle").dataset.key);
  else if (on(".card [data-act]") && on("[data-act]").type === "button") ACTS[on("[data-act]").dataset.act]();
});

async function angesehen(key) {
  const answer = await saving.push(`${base}/angesehen`, () => ({ key }));
  if (answer.ok) changed(answer.data);
  else alarm(answer.data.says ?? "");
}

const BUTTONS = {
  "menu-button": KEYS.F9, "help-button": KEYS.F1, "view-button": KEYS.F2, "all-button": all,
  "undo-button": () => again("rueckgaengig"), "redo-button": KEYS["Control+y"],
  "finish-button": finish, smaller: () => scan.enlarge(false), larger: () => scan.enlarge(true),
};
for (const [id, act] of Object.entries(BUTTONS)) document.getElementById(id).addEventListener("click", act);

dialogs.onAct = (act, values) => (act === "as_written" ? decide("as_written", current?.value ?? "", values) : ACTS[act]());
dialogs.onPath = async (path, values) => onward(await saving.push(`${base}/${path}`, () => values));
dialogs.onClosed = () => current?.focus();

const lease = new Lease({
  base, minutes: Number(desk.dataset.lease), window: desk.dataset.window, mine, dialogs,
  token: () => saving.token,
  onLost: (says) => alarm(says),
});

totals();
const asked = decodeURIComponent(location.hash.slice(1)); // a link from the overview names a field
if (row(asked)) show(asked);
else if (openKeys().length) show(openKeys()[0]);
else if (rows().length) {
  done();
  scan.show(Number($("#pages .turn")?.dataset.number), null);
}
