// The drawer that holds the filters on narrow screens, and the chips above the events, which show the filters that are on
// and remove them.
"use strict";

// `button` opens the drawer. While it is closed, the filters are in their column, which wide screens show.
function makeDrawer(button, dialog, filters) {
  const column = filters.parentElement;
  const close = () => dialog.close();
  button.addEventListener("click", () => {
    dialog.append(filters);
    dialog.showModal();
  });
  dialog.addEventListener("close", () => column.prepend(filters));
  dialog.addEventListener("click", (click) => { if (click.target === dialog) close(); }); // outside the drawer
  dialog.querySelector("button").addEventListener("click", close);
  matchMedia("(min-width: 60rem)").addEventListener("change", close);
}

// `filters` are [kind, name, remove] for each that is on. `clear`, if any, adds a button. If the focused chip is removed,
// the focus goes to the next one, or to `whereNext`.
function drawChips(list, filters, clear, whereNext) {
  const before = [...list.querySelectorAll("button")], focused = before.indexOf(document.activeElement);
  const button = (text, className, action) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = className;
    made.append(text);
    made.addEventListener("click", action);
    return made;
  };
  const chips = filters.map(([kind, name, remove]) => {
    const chip = button(`${name} `, "chip", remove), cross = document.createElement("b");
    cross.textContent = "×";
    chip.append(cross);
    chip.ariaLabel = `Remove filter: ${kind} ${name}`;
    return chip;
  });
  if (clear) chips.push(button("Clear", "chip clear", clear));
  list.replaceChildren(...chips.map((chip) => {
    const item = document.createElement("li");
    item.append(chip);
    return item;
  }));
  list.hidden = !chips.length;
  if (focused >= 0) (chips[Math.min(focused, chips.length - 1)] || whereNext).focus();
}
