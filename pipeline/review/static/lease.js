// A case stays with whoever works on it; without a stir it is handed back, with a warning before.

const BEAT_MS = 60_000;
const WARN_BEFORE_MS = 120_000;

export class Lease {
  constructor({ base, minutes, mine, dialogs, token, window, onLost }) {
    Object.assign(this, { base, dialogs, token, window, onLost });
    this.over = !mine;
    this.span = minutes * 60_000;
    this.stirred = Date.now();
    this.told = Date.now();
    if (!mine) return;
    setInterval(() => this.look(), 1000);
    addEventListener("pagehide", () => this.leave());
  }

  stir() {
    this.stirred = Date.now();
  }

  async look() {
    if (this.over) return;
    const idle = Date.now() - this.stirred;
    const left = this.span - idle;
    const dialog = document.getElementById("idle");
    document.getElementById("idle-left").textContent = `${Math.max(0, Math.ceil(left / 1000))} Sekunden`;
    if (left <= 0) return this.expired(dialog);
    if (left <= Math.min(WARN_BEFORE_MS, this.span / 2)) {
      if (!dialog.open && !document.querySelector("dialog[open]")) dialog.showModal();
    } else {
      if (dialog.open) dialog.close();
      if (idle < BEAT_MS && Date.now() - this.told >= BEAT_MS) await this.beat();
    }
  }

  async beat() {
    this.told = Date.now();
    try {
      const answer = await this.post("herzschlag");
      if (answer.status === 409) {
        this.over = true;
        this.onLost((await answer.json()).says);
      }
    } catch {
      // no connection: saving says so
    }
  }

  expired(dialog) {
    this.over = true;
    if (dialog.open) dialog.close();
    this.post("zurueckgeben").catch(() => {});
    this.onLost("Der Fall ist wieder frei, weil lange nichts geschah. Gespeichertes bleibt; bitte öffnen Sie ihn neu.");
  }

  leave() {
    if (this.over) return;
    const body = new URLSearchParams({ formular: this.token(), fenster: this.window });
    navigator.sendBeacon(`${this.base}/zurueckgeben`, body);
  }

  post(path) {
    const headers = { "x-formular": this.token(), accept: "application/json" };
    const body = new URLSearchParams({ fenster: this.window });
    return fetch(`${this.base}/${path}`, { method: "POST", headers, body });
  }
}
