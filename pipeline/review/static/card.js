// One field: its value, the doubtful characters in it, candidates, boxes. Nothing here saves;
// it says what the person has typed and what Enter would mean.

const UNKNOWN = "unbekannt";

export class Card {
  constructor(form) {
    this.form = form;
    this.key = form.dataset.key;
    this.input = form.querySelector("input.value");
    this.list = form.querySelector(".candidates");
    this.marks = form.querySelector(".marks");
    this.doubtful = form.dataset.doubtful.split(" ").filter(Boolean).map(Number);
    this.left = [...this.doubtful]; // doubtful characters that were not typed anew
    this.keystrokes = 0;
    this.seconds = 0;
    if (this.input) this.listen();
    else this.form.addEventListener("change", (event) => this.onlyOne(event.target));
    this.mark();
  }

  // A written "unbekannt" is no further tick.
  onlyOne(box) {
    if (!box.checked || box.name !== "value") return;
    for (const other of this.form.querySelectorAll("input[type=checkbox][name=value]")) {
      if ((other.value === UNKNOWN) !== (box.value === UNKNOWN)) other.checked = false;
    }
  }

  get shown() {
    return this.input ? this.form.dataset.shown : this.form.dataset.value;
  }

  get value() {
    if (this.input) return this.input.value.trim();
    const boxes = [...this.form.querySelectorAll("input[name=value]:checked")];
    return boxes.map((box) => box.value).filter(Boolean).join(",");
  }

  get changed() {
    return this.value !== this.shown;
  }

  // What somebody has typed or ticked and not yet confirmed; and the same put into a fresh card.
  typed() {
    const { selectionStart: start, selectionEnd: end } = this.input ?? {};
    return { value: this.value, left: this.left, start, end };
  }

  retype({ value, left, start, end }) {
    if (this.input) {
      this.input.value = value;
      this.left = left;
      this.mark();
      this.input.focus({ preventScroll: true });
      this.input.setSelectionRange(start, end);
      return;
    }
    const ticked = value.split(",");
    for (const box of this.form.querySelectorAll("input[name=value]")) box.checked = ticked.includes(box.value);
    this.focus();
  }

  // What Enter does; null where emptiness of a mandatory field has to be said expressly.
  meant() {
    if (!this.value && "required" in this.form.dataset) return null;
    if (!this.changed) return { action: "confirm", value: this.value };
    return { action: this.value ? "correct" : "empty", value: this.value };
  }

  focus() {
    if (this.input) {
      this.input.focus({ preventScroll: true });
      this.choose();
    } else {
      const boxes = [...this.form.querySelectorAll("input[name=value]")];
      (boxes.find((box) => box.checked) ?? boxes[0])?.focus({ preventScroll: true });
    }
    this.intoView();
  }

  // Zoomed in, the page stands above the fields: then crop and value come to the top.
  intoView() {
    const stacked = matchMedia("(max-width: 900px)").matches;
    if (stacked) (this.form.querySelector(".crop") ?? this.form).scrollIntoView({ block: "start" });
  }

  // The first doubtful character is selected, so that typing replaces just that one.
  choose() {
    const [first] = this.left;
    if (first === undefined) this.input.select();
    else this.input.setSelectionRange(first, first + 1);
  }

  listen() {
    this.input.addEventListener("beforeinput", (event) => {
      const { selectionStart: start, selectionEnd: end } = this.input;
      const one = event.inputType === "insertText" && event.data?.length === 1;
      this.replacing = one && end === start + 1 && this.left.includes(start) ? start : null;
    });
    this.input.addEventListener("input", () => {
      this.close();
      if (this.replacing === null) this.left = this.changed ? [] : [...this.doubtful];
      else this.left = this.left.filter((place) => place !== this.replacing);
      this.mark();
      if (this.replacing !== null && this.left.length) this.choose();
      this.replacing = null;
    });
    this.input.addEventListener("scroll", () => this.follow());
    this.form.querySelector(".more")?.addEventListener("click", () => {
      if (this.list.hidden) this.open(0);
      else this.close();
      this.input.focus();
    });
    this.list?.addEventListener("mousedown", (event) => event.preventDefault());
    this.list?.addEventListener("click", (event) => {
      const chosen = event.target.closest("[role=option]");
      if (chosen) this.take(chosen);
    });
  }

  mark() {
    if (!this.marks) return;
    const letters = [...this.input.value].map((letter, place) => {
      const part = document.createElement(this.left.includes(place) ? "mark" : "span");
      part.textContent = letter;
      return part;
    });
    this.marks.replaceChildren(...letters);
    this.follow();
  }

  follow() {
    this.marks.scrollLeft = this.input.scrollLeft;
  }

  back() {
    if (this.list && !this.list.hidden) {
      this.close();
      return;
    }
    if (this.input) {
      this.input.value = this.form.dataset.shown;
      this.left = [...this.doubtful];
      this.mark();
    } else {
      this.form.reset();
    }
    this.focus();
  }

  // --- candidates: the standard keys of a combobox

  get options() {
    return this.list ? [...this.list.children] : [];
  }

  get active() {
    return this.options.find((option) => option.getAttribute("aria-selected") === "true");
  }

  open(place) {
    if (!this.list) return;
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.point(place);
  }

  close() {
    if (!this.list) return;
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
    for (const option of this.options) option.setAttribute("aria-selected", "false");
  }

  point(place) {
    const count = this.options.length;
    this.options.forEach((option, number) => {
      const chosen = number === (place + count) % count;
      option.setAttribute("aria-selected", String(chosen));
      if (!chosen) return;
      this.input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    });
  }

  move(by) {
    if (!this.list) return false;
    if (this.list.hidden) this.open(by > 0 ? 0 : this.options.length - 1);
    else this.point(this.options.indexOf(this.active) + by);
    return true;
  }

  take(option) {
    this.input.value = option.textContent;
    this.left = [];
    this.close();
    this.mark();
  }

  // --- letters that answer a choice, only while it has the focus

  letter(key) {
    const boxes = [...this.form.querySelectorAll("fieldset.choice input")];
    if (!boxes.length || !boxes.includes(document.activeElement)) return false;
    const wanted = boxAt(boxes, key.toLowerCase());
    if (wanted === "none") for (const box of boxes) box.checked = false;
    if (!wanted) return false;
    if (wanted === "none") return true;
    wanted.checked = wanted.type === "radio" ? true : !wanted.checked;
    this.onlyOne(wanted);
    wanted.focus({ preventScroll: true });
    return true;
  }
}

function boxAt(boxes, key) {
  const of = (...values) => boxes.find((box) => values.includes(box.value));
  if (key === "j") return of("ja", "vorhanden");
  if (key === "u") return of(UNKNOWN);
  if (key === "n") return of("nein") ?? (of("vorhanden") ? of("") : undefined);
  if (key === "0") return of("") ?? "none";
  const place = "123456789".indexOf(key);
  return place < 0 ? undefined : boxes.filter((box) => box.value && box.value !== UNKNOWN)[place];
}
