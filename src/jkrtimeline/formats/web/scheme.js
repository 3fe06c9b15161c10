// Light or dark: as the system, until the reader chooses.
"use strict";

function makeScheme(button) {
  const root = document.documentElement, system = matchMedia("(prefers-color-scheme: dark)");
  const show = () => { button.ariaPressed = String(root.dataset.scheme ? root.dataset.scheme === "dark" : system.matches); };
  system.addEventListener("change", show);
  button.addEventListener("click", () => {
    root.dataset.scheme = button.ariaPressed === "true" ? "light" : "dark";
    show();
    try { localStorage.setItem("jkr-scheme", root.dataset.scheme); } catch { /* for this visit only */ }
  });
  show();
}
