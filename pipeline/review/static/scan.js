// The page beside the fields: which part of it is seen. The picture itself is never changed.

const NAMES = { crop: "Ausschnitt", region: "Bereich", page: "Seite" };
const ORDER = ["crop", "region", "page"];
const CROP_ROOM = 2.2; // of the field's width, so that the words around it can be read
const STEP = 1.25;
const KEPT = "eingang.sicht";

export class Scan {
  // `mode` is for a screen on which no field is shown: it begins so and nothing is remembered.
  constructor(root, pages, base, mode = "") {
    this.root = root;
    this.base = base;
    this.svg = root.querySelector("#scan");
    this.image = root.querySelector("#scan-image");
    this.shade = root.querySelector("#scan-shade");
    this.frame = root.querySelector("#scan-frame");
    this.pages = new Map([...pages].map((b) => [Number(b.dataset.number), b]));
    const kept = JSON.parse(localStorage.getItem(KEPT) ?? "{}");
    this.order = mode ? ["region", "page"] : ORDER;
    this.remembers = !mode;
    this.mode = mode || (ORDER.includes(kept.mode) ? kept.mode : "region");
    this.zoom = !mode && kept.zoom > 0.2 && kept.zoom < 5 ? kept.zoom : 1;
    new ResizeObserver(() => this.draw()).observe(this.svg);
  }

  // `place` is [x, y, width, height] in pixels of the page, or null for no field.
  show(number, place) {
    const button = this.pages.get(number);
    if (!button) return;
    for (const other of this.pages.values()) other.removeAttribute("aria-current");
    button.setAttribute("aria-current", "true");
    button.scrollIntoView({ block: "nearest" });
    this.number = number;
    this.place = place;
    this.size = [Number(button.dataset.width), Number(button.dataset.height)];
    const name = button.querySelector(".name").textContent;
    this.root.querySelector("#page-name").textContent = `Seite ${number}: ${name}`;
    this.svg.setAttribute("aria-label", `Seite ${number}: ${name}`);
    const turned = button.dataset.turned ? `?lage=${button.dataset.turned}` : "";
    this.image.setAttribute("href", `${this.base}/seiten/${number}.jpg${turned}`);
    this.image.setAttribute("width", this.size[0]);
    this.image.setAttribute("height", this.size[1]);
    this.draw();
  }

  turn(by) {
    const numbers = [...this.pages.keys()];
    const next = numbers[numbers.indexOf(this.number) + by];
    if (next !== undefined) this.show(next, null);
  }

  change() {
    this.mode = this.order[(this.order.indexOf(this.mode) + 1) % this.order.length];
    this.zoom = 1;
    this.keep();
  }

  enlarge(larger) {
    this.zoom *= larger ? STEP : 1 / STEP;
    this.zoom = Math.min(4, Math.max(0.4, this.zoom));
    this.keep();
  }

  keep() {
    if (this.remembers) localStorage.setItem(KEPT, JSON.stringify({ mode: this.mode, zoom: this.zoom }));
    this.draw();
  }

  draw() {
    if (!this.size?.[0]) return; // nothing to see
    this.root.querySelector("#view-name").textContent = NAMES[this.mode];
    this.svg.setAttribute("viewBox", this.view().join(" "));
    const [width, height] = this.size;
    if (!this.place) {
      this.frame.setAttribute("hidden", "");
      this.shade.setAttribute("d", "");
      return;
    }
    const [x, y, w, h] = grown(this.place, height / 250);
    this.shade.setAttribute("d", `M0 0H${width}V${height}H0ZM${x} ${y}h${w}v${h}h${-w}Z`);
    for (const [name, value] of Object.entries({ x, y, width: w, height: h })) {
      this.frame.setAttribute(name, value);
    }
    this.frame.setAttribute("stroke-width", width / 500);
    this.frame.removeAttribute("hidden");
  }

  view() {
    const [width, height] = this.size;
    const room = this.svg.getBoundingClientRect();
    const shape = room.width && room.height ? room.height / room.width : 1.2;
    const [x, y, w, h] = this.place ?? [0, 0, width, 0];
    let seen = width;
    if (this.mode === "page") seen = Math.max(width, height / shape);
    if (this.mode === "crop" && this.place) {
      seen = Math.min(width, Math.max(w * CROP_ROOM, width / 3, (h * 1.5) / shape));
    }
    seen /= this.zoom;
    const tall = seen * shape;
    const left = seen >= width ? (width - seen) / 2 : within(x + w / 2 - seen / 2, width - seen);
    const top = tall >= height ? 0 : within(y + h / 2 - tall / 2, height - tall);
    return [left, top, seen, tall].map((number) => Math.round(number * 10) / 10);
  }
}

const within = (value, most) => Math.min(Math.max(value, 0), most);
const grown = ([x, y, w, h], by) => [x - by, y - by, w + 2 * by, h + 2 * by];
