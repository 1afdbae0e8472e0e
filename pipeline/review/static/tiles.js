// S4 Sammelprüfung: Enter confirms the screen; arrows, letters and space say what is otherwise.

const WORDS = { ticked: ["☒", "angekreuzt"], empty: ["☐", "leer"], unsure: ["?", "unklar"] };
const form = document.getElementById("glance");
const tiles = [...form.querySelectorAll(".tile")];
const predicted = form.dataset.predicted;
const keys = form.elements.tasten;

function set(tile, mark) {
  tile.dataset.mark = mark;
  tile.classList.toggle("other", mark !== predicted);
  const [sign, word] = WORDS[mark];
  tile.querySelector(".mark").textContent = `${sign} ${word}`;
  const sent = tile.parentElement.querySelector("[name=kachel]");
  sent.value = `${sent.dataset.tile}|${mark}`;
}

function focus(place) {
  const tile = tiles[place];
  if (!tile) return;
  for (const other of tiles) other.tabIndex = other === tile ? 0 : -1;
  tile.focus();
}

const perRow = () => tiles.filter((tile) => tile.offsetTop === tiles[0].offsetTop).length;
const steps = { ArrowRight: () => 1, ArrowLeft: () => -1, ArrowDown: perRow, ArrowUp: () => -perRow() };
const marks = { j: "ticked", n: "empty", 0: "empty" };
const next = { ticked: "empty", empty: "unsure", unsure: "ticked" };

let sent = false; // a second Enter would find every tile taken already
form.addEventListener("submit", (event) => {
  if (sent) event.preventDefault();
  sent = true;
});
addEventListener("pageshow", () => (sent = false));

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey) return;
  keys.value = Number(keys.value) + 1;
  const place = tiles.indexOf(document.activeElement);
  if (event.key in steps) {
    event.preventDefault();
    focus(place < 0 ? 0 : place + steps[event.key]());
    return;
  }
  if (place < 0) return;
  const tile = tiles[place];
  const key = event.key.toLowerCase();
  if (key === "enter") form.requestSubmit();
  else if (key in marks) set(tile, marks[key]);
  else if (key === " " || key === "f8") set(tile, tile.dataset.mark === "unsure" ? predicted : "unsure");
  else if (key === "escape") set(tile, predicted);
  else return;
  event.preventDefault();
});

for (const tile of tiles) {
  set(tile, tile.dataset.mark);
  tile.addEventListener("click", () => {
    set(tile, next[tile.dataset.mark]);
    focus(tiles.indexOf(tile));
  });
}

focus(0); // not the button: space would press it
