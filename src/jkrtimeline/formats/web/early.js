// Runs before anything is drawn, so that nothing moves later: marks the page as scripted, and sets the view and the colours.
"use strict";
{
  const root = document.documentElement, view = new URLSearchParams(location.hash.slice(1)).get("view");
  root.classList.add("scripted");
  root.dataset.otherView = root.dataset.view === "full" ? "lines" : "full";
  if (view === root.dataset.otherView) root.dataset.view = view;
  try {
    const scheme = localStorage.getItem("jkr-scheme");
    if (scheme === "dark" || scheme === "light") root.dataset.scheme = scheme;
  } catch { /* not allowed here */ }
}
