// Everything that opens above the screen: the menu with its letters, small forms, conflict, sign-in.

const $ = (selector, root = document) => root.querySelector(selector);

export class Dialogs {
  constructor() {
    this.onAct = () => {};
    this.onPath = () => {};
    this.onClosed = () => {};
    for (const dialog of document.querySelectorAll("dialog")) this.prepare(dialog);
    for (const dialog of document.querySelectorAll("#menu, #surely")) this.letters(dialog);
  }

  letters(dialog) {
    dialog.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.key.length !== 1) return;
      const chosen = $(`[data-letter="${CSS.escape(event.key.toLowerCase())}"]`, dialog);
      if (!chosen) return;
      event.preventDefault();
      chosen.click();
    });
  }

  open(id) {
    document.getElementById(id).showModal();
  }

  prepare(dialog) {
    dialog.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      if ("close" in button.dataset) dialog.close();
      if (button.dataset.open) this.instead(dialog, () => this.open(button.dataset.open));
      else if (button.dataset.act) this.instead(dialog, () => this.onAct(button.dataset.act, {}));
    });
    dialog.addEventListener("submit", (event) => {
      const { act, path } = event.target.dataset;
      if (!act && !path) return;
      event.preventDefault();
      const values = Object.fromEntries(new FormData(event.target));
      this.instead(dialog, () => (act ? this.onAct(act, values) : this.onPath(path, values)));
    });
    dialog.addEventListener("close", () => {
      if (!this.moving) this.onClosed();
    });
  }

  // Close without giving the focus back: what follows says where it goes. The browser reports
  // the closing a moment later.
  instead(dialog, act) {
    this.moving = true;
    dialog.addEventListener("close", () => (this.moving = false), { once: true });
    dialog.close();
    act();
  }

  // Whether the person's own value is the right one.
  conflict(theirs, yours) {
    const dialog = $("#conflict");
    const texts = { "#take-theirs": theirs, "#take-yours": yours };
    for (const [id, text] of Object.entries(texts)) $(`${id} strong`).textContent = text || "(leer)";
    dialog.showModal();
    return new Promise((resolve) => {
      const end = (mine) => () => {
        resolve(mine);
        dialog.close();
      };
      $("#take-theirs").onclick = end(false);
      $("#take-yours").onclick = end(true);
      dialog.oncancel = end(false);
    });
  }

  // Signs in again above the screen; only a right password ends it.
  signIn(onToken) {
    const dialog = $("#sign-in");
    const form = $("form", dialog);
    const wrong = $(".notice", dialog);
    wrong.hidden = true;
    dialog.oncancel = (event) => event.preventDefault();
    dialog.showModal();
    return new Promise((resolve) => {
      form.onsubmit = async (event) => {
        event.preventDefault();
        const answer = await signedIn(new FormData(form));
        const data = await answer.json().catch(() => ({}));
        $("#again-password").value = "";
        if (!answer.ok) {
          wrong.textContent = data.says ?? "Die Anmeldung ist nicht gelungen.";
          wrong.hidden = false;
          return;
        }
        onToken(data.token);
        dialog.close();
        resolve();
      };
    });
  }
}

// There is no session any more: the form's token comes with the page for signing in.
async function signedIn(form) {
  const page = await fetch("/anmelden", { headers: { accept: "text/html" } });
  const html = new DOMParser().parseFromString(await page.text(), "text/html");
  form.set("formular", html.querySelector("[name=formular]").value);
  const headers = { accept: "application/json" };
  return fetch("/anmelden", { method: "POST", body: new URLSearchParams(form), headers });
}
