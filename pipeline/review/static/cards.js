// The cards of a case: open fields come with theirs, others fetch them when they are asked for.

import { Card } from "./card.js";
import { parsed } from "./rows.js";

export class Cards {
  constructor(base) {
    this.base = base;
    this.known = new Map(); // key -> Card
  }

  // The picture of a card is fetched when it is shown, or soon will be.
  draw(form) {
    for (const image of form?.querySelectorAll("image[data-href]") ?? []) {
      image.setAttribute("href", image.dataset.href);
      image.removeAttribute("data-href");
    }
  }

  ahead(key) {
    this.draw(document.getElementById(`card-${key}`));
  }

  // Nothing where it cannot be fetched.
  async of(key) {
    if (this.known.has(key)) return this.known.get(key);
    let form = document.getElementById(`card-${key}`);
    if (!form) {
      const html = await this.fetched(key);
      if (!html) return null;
      form = this.place(key, html);
    }
    return this.keep(new Card(form));
  }

  async fetched(key) {
    try {
      const answer = await fetch(`${this.base}/felder/${key}`, { headers: { accept: "application/json" } });
      return answer.ok ? (await answer.json()).card : null;
    } catch {
      return null; // no connection
    }
  }

  // A card as it is now in place of the one that is there. `before` is the same card, where
  // somebody is at work on it: what they typed is put into the new one.
  put(key, html, before) {
    const typed = before?.changed ? before.typed() : null;
    const form = this.place(key, html);
    this.known.delete(key);
    if (!before) return null;
    this.draw(form);
    const card = this.keep(new Card(form));
    card.seconds = before.seconds;
    card.keystrokes = before.keystrokes;
    form.hidden = false;
    if (typed) card.retype(typed);
    else card.focus();
    return card;
  }

  place(key, html) {
    const form = parsed(html);
    const old = document.getElementById(`card-${key}`);
    if (old) old.replaceWith(form);
    else document.getElementById("all-done").before(form);
    return form;
  }

  keep(card) {
    this.known.set(card.key, card);
    return card;
  }
}
