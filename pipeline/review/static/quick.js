// S3 Schnellprüfung: one card after the other; the next ones are there before they are needed.

import { Card } from "./card.js";
import { Dialogs } from "./dialogs.js";
import { listen } from "./keys.js";
import { Saving } from "./saving.js";

const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

const LIST = "/schnellpruefung";
const FETCH_BELOW = 3; // cards that are left when more are asked for
const VIEWS = ["Ausschnitt", "Umgebung", "Seite"];

const main = $("main");
const holder = $("#cards");
const done = []; // forms that were decided, the last one at the end
const undone = [];
const decided = new Set(); // questions of this sitting, each counted once
let current = null;
let since = 0;
let view = 0;
let fetching = null;
let dry = false; // nothing more is to be had

const say = (text) => ($("#status").textContent = text);
const alarm = (text) => ($("#alarm").textContent = text);
const forms = () => $$("#cards > form");
const placeOf = ({ dataset }) => `${dataset.case}|${dataset.key}`;
const pathOf = ({ dataset }) => `/schnell/${dataset.case}/${encodeURIComponent(dataset.key)}`;

const dialogs = new Dialogs();
const saving = new Saving({
  token: main.dataset.token,
  onWait: (count) => alarm(`Keine Verbindung. ${count === 1 ? "1 Eingabe ist" : `${count} Eingaben sind`} noch nicht gespeichert.`),
  onBack: () => alarm(""),
  signIn: () => dialogs.signIn((token) => (saving.token = token)),
});

// --- which card is looked at

function show(form) {
  count();
  for (const other of forms()) other.hidden = other !== form;
  current = new Card(form);
  since = performance.now();
  draw();
  current.focus();
}

function count() {
  if (current && since) current.seconds += (performance.now() - since) / 1000;
  since = performance.now();
}

async function next() {
  const all = forms();
  const left = all.slice(all.indexOf(current?.form) + 1);
  if (left.length < FETCH_BELOW) fetchMore();
  if (left.length) return show(left[0]);
  await fetching;
  const more = forms().slice(all.length);
  if (more.length) return show(more[0]);
  finish();
}

function previous() {
  const all = forms();
  const before = all[all.indexOf(current.form) - 1];
  if (before) show(before);
}

function fetchMore() {
  fetching ??= load().finally(() => (fetching = null));
}

async function load() {
  if (dry) return;
  const have = forms().map(placeOf).join(",");
  const path = `${LIST}/${main.dataset.pattern}/weitere?ohne=${encodeURIComponent(have)}`;
  const answer = await fetch(path, { headers: { accept: "application/json" } }).catch(() => null);
  const { cards = [] } = answer?.ok ? await answer.json() : {};
  dry = answer?.ok && !cards.length;
  for (const html of cards) holder.append(parsed(html));
}

function parsed(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.firstElementChild;
}

// The crop, what is around it, the whole page.
function draw() {
  $("#view-name").textContent = VIEWS[view];
  const around = $(".around", current.form);
  around.hidden = !view;
  $(".crop", current.form).hidden = Boolean(view);
  around.classList.toggle("page", view === 2);
  if (view) around.src = view === 1 ? around.dataset.src : around.dataset.page;
}

// --- deciding

function decide(action, value) {
  if (!current) return;
  count();
  const { form, seconds, keystrokes } = current;
  const values = () => ({
    action, value, version: form.dataset.version, keystrokes, seconds: seconds.toFixed(1),
  });
  saving.push(pathOf(form), values).then((answer) => settled(form, answer));
  next();
}

function confirm() {
  if (current.active) current.take(current.active);
  const meant = current.meant();
  if (!meant) say("Hier ist nichts eingetragen. F9, dann L bestätigt, dass hier nichts steht.");
  else if (meant.action === "confirm" && "decided" in current.form.dataset) next();
  else decide(meant.action, meant.value);
}

function settled(form, { ok, status, data }) {
  if (ok) {
    const fresh = put(form, data.card);
    done.push(fresh);
    undone.length = 0;
    decided.add(placeOf(fresh));
    return told(data);
  }
  if (status === 409 && data.theirs !== undefined) return conflict(form, data);
  alarm(data.says ?? "Das wurde nicht gespeichert. Bitte versuchen Sie es noch einmal.");
  if (status === 423) form.remove(); // with somebody else, who decides it there
  else show(form);
}

// A card that was decided stands where it stood, for whoever goes back to it.
function put(form, html) {
  const fresh = parsed(html);
  const seen = !form.hidden;
  form.replaceWith(fresh);
  for (const list of [done, undone]) {
    const place = list.indexOf(form);
    if (place >= 0) list[place] = fresh;
  }
  if (seen) show(fresh);
  return fresh;
}

function told({ said }) {
  if (said) say(said);
  $("#done-count").textContent = decided.size;
  $("#undo-button").disabled = !done.length;
  $("#redo-button").disabled = !undone.length;
}

async function conflict(form, data) {
  const fresh = put(form, data.card);
  show(fresh);
  if (await dialogs.conflict(data.theirs, data.yours)) decide(data.yours ? "correct" : "empty", data.yours);
  else next();
}

async function again(from, to, path) {
  const form = from.at(-1);
  if (!form) return;
  const { ok, data } = await saving.push(`${pathOf(form)}/${path}`, () => ({}));
  if (!ok || !data.card) return alarm(data.says ?? data.said ?? "");
  from.pop();
  const fresh = put(form, data.card);
  to.push(fresh);
  if (path === "rueckgaengig") decided.delete(placeOf(fresh));
  else decided.add(placeOf(fresh));
  told(data);
  show(fresh);
}

const undo = () => again(done, undone, "rueckgaengig");
const redo = () => again(undone, done, "wiederholen");

async function finish() {
  while (saving.waiting.length) await new Promise((done) => setTimeout(done, 50));
  location.assign(`${LIST}?erledigt=${decided.size}`);
}

const ACTS = {
  confirm,
  empty: () => decide("empty", ""),
  illegible: () => decide("illegible", ""),
  pass_on: () => decide("pass_on", ""),
  open: () => location.assign(`/faelle/${current.form.dataset.case}#${current.form.dataset.key}`),
};

// --- keys and buttons

const KEYS = {
  F1: () => dialogs.open("help"),
  F2: () => {
    view = (view + 1) % VIEWS.length;
    draw();
  },
  F8: ACTS.illegible,
  F9: () => dialogs.open("menu"),
  Escape: () => current?.back(),
  "Shift+Enter": previous,
  "Control+Enter": finish,
  "Control+y": redo,
};

listen({ keys: KEYS, undo, card: () => current, stir: () => {} });

holder.addEventListener("submit", (event) => {
  event.preventDefault();
  confirm();
});
holder.addEventListener("click", (event) => {
  const button = event.target.closest("[data-act]");
  if (button?.type === "button") ACTS[button.dataset.act]();
});

const BUTTONS = {
  "help-button": KEYS.F1, "menu-button": KEYS.F9, "context-button": KEYS.F2,
  "undo-button": undo, "redo-button": redo, "finish-button": finish,
};
for (const [id, does] of Object.entries(BUTTONS)) document.getElementById(id).addEventListener("click", does);

dialogs.onAct = (act) => ACTS[act]();
dialogs.onClosed = () => current?.focus();

show(forms()[0]);
fetchMore();
