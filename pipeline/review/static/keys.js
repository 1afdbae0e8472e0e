// Which key was pressed, and whether it belongs to the screen, the card, or the browser.

const MODIFIERS = ["Shift", "Control", "Alt"];

// `card` is the card that somebody works on, if any; `keys` what a key of the screen does.
export function listen({ keys, undo, card, stir }) {
  document.addEventListener("keydown", (event) => {
    stir();
    if (event.isComposing || document.querySelector("dialog[open]")) return;
    const current = card();
    const inCard = current?.form.contains(event.target);
    if (inCard && !MODIFIERS.includes(event.key)) current.keystrokes += 1;
    const act = keys[named(event)] ?? (named(event) === "Control+z" && !typing(current) ? undo : null);
    if (act) act();
    else if (!inCard || event.ctrlKey || event.altKey || !inside(current, event)) return;
    event.preventDefault();
  });
}

function named({ ctrlKey, shiftKey, key }) {
  const shift = shiftKey && key === "Enter" ? "Shift+" : "";
  return `${ctrlKey ? "Control+" : ""}${shift}${key}`;
}

// What was just typed into a line the browser takes back itself.
function typing(current) {
  return current?.input && current.changed && document.activeElement === current.input;
}

function inside(current, event) {
  if (event.target === current.input && ["ArrowDown", "ArrowUp"].includes(event.key)) {
    return current.move(event.key === "ArrowDown" ? 1 : -1);
  }
  return event.key.length === 1 && current.letter(event.key);
}
