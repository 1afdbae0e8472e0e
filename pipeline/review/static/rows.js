// The list of fields: which of them are open, which are being saved, and what the counts say.

const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

const list = $("#fields");
const touched = new Set(); // keys that were open in this sitting: they stay in the list
export const pending = new Set(); // keys that are being saved

export const row = (key) => document.getElementById(`row-${key}`);
export const rows = () => $$(".row", list);
export const isOpen = (one) => "open" in one.dataset && !pending.has(one.dataset.key);
export const openKeys = () => rows().filter(isOpen).map((one) => one.dataset.key);
export const wasOpen = (one) => "open" in one.dataset || touched.has(one.dataset.key);

export function parsed(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  return holder.content.firstElementChild;
}

export function begin(key) {
  pending.add(key);
  touched.add(key);
  row(key).classList.add("pending");
}

export function end(key) {
  pending.delete(key);
  row(key).classList.remove("pending");
}

export function point(key) {
  for (const one of rows()) one.removeAttribute("aria-current");
  row(key).setAttribute("aria-current", "true");
  row(key).scrollIntoView({ block: "nearest" });
}

export function put(key, html) {
  const old = row(key);
  const fresh = parsed(html);
  if (old.hasAttribute("aria-current")) fresh.setAttribute("aria-current", "true");
  if (pending.has(key)) fresh.classList.add("pending");
  if ("open" in old.dataset) touched.add(key);
  if (touched.has(key)) fresh.dataset.touched = "";
  old.replaceWith(fresh);
}

export function totals() {
  const open = rows().filter((one) => "open" in one.dataset);
  $("#open-count").textContent = open.length;
  for (const turn of $$("#pages .turn")) {
    const here = open.filter((one) => one.dataset.page === turn.dataset.number).length;
    $(".open", turn).textContent = here ? `● ${here}` : "";
    $(".open", turn).title = here ? `${here} offen` : "";
  }
  for (const what of ["rule", "problem"]) {
    const left = $$(`#${what}s > li`).length;
    $(`#${what}-count`).textContent = left;
    $(`#${what}-fold`).hidden = !left;
  }
}

export function all() {
  const shown = list.dataset.show === "open" ? "all" : "open";
  list.dataset.show = shown;
  $("#all-button").textContent = shown === "all" ? "nur offene" : "alle anzeigen";
}
