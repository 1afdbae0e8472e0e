// Typing without seeing what was read: F8, and letters and digits for boxes and entries.

import { Card } from "./card.js";

const form = document.querySelector("form.card");
const card = form && new Card(form);

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.isComposing) return;
  if (event.key === "F8") {
    event.preventDefault();
    document.getElementById("illegible").click();
    return;
  }
  if (event.key.length !== 1 || event.target.matches("input:not([type=radio], [type=checkbox])")) return;
  const button = document.querySelector(`[data-digit="${CSS.escape(event.key)}"]`);
  if (button) button.click();
  else if (!card?.letter(event.key)) return;
  event.preventDefault();
});
