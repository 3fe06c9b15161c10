// On narrow screens the filters are in a drawer; which filters are on is shown above the events, each with a button that
// removes it.
"use strict";

// `button` opens the drawer with the filters, which otherwise are in a column of their own.
function makeDrawer(button, dialog, filters) {
  const column = filters.parentElement;
  const close = () => dialog.close();
  button.addEventListener("click", () => {
    dialog.append(filters);
    dialog.showModal();
  });
  dialog.addEventListener("close", () => column.prepend(filters));
  dialog.addEventListener("click", (click) => { if (click.target === dialog) close(); }); // on the page behind it
  dialog.querySelector("button").addEventListener("click", close);
  matchMedia("(min-width: 60rem)").addEventListener("change", close);
}

// `filters` are [kind, name, remove] of each that is on; without any but with `clear`, only that is offered.
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
