// The density strip: its bars, and two handles for the first and the last bar, moved by keyboard or by dragging. Days are
// counted from 1970-01-01.
"use strict";

const isoDay = (number) => new Date(number * 864e5).toISOString().slice(0, 10);

// The bins that the bars draw; `starts` are their first days and the day after the last one.
function makeBins(starts) {
  const count = Math.max(starts.length - 1, 0);
  const at = (number) => { // the bar that contains a day
    let low = 0, high = count - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle] <= number) low = middle; else high = middle - 1;
    }
    return low;
  };
  const named = (text) => { // the bar that contains an ISO day; -1 for none
    const number = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) / 864e5 : NaN;
    return starts[0] <= number && number < starts[count] ? at(number) : -1;
  };
  const first = (bar) => starts[bar], last = (bar) => starts[bar + 1] - 1;
  const format = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
  const day = (number) => format.format(new Date(number * 864e5));
  return { count, at, named, first, last, day, text: (from, to) => `${day(first(from))} – ${day(last(to))}` };
}

// Makes the strip interactive. It calls `change(kind, from, to)`. The returned function draws the chosen bars and, for each
// bar, the number of events that match the other filters.
function makeStrip(strip, hint, bins, all, change) {
  const [lower, upper] = strip.querySelectorAll("[role=slider]"), [before, after] = strip.querySelectorAll(".off");
  const svg = strip.querySelector("svg"), highest = Math.max(...all), last = bins.count - 1;
  const limit = (number, low, high) => Math.min(Math.max(number, low), high);
  let from = 0, to = last;
  const bars = all.map(() => null);
  // The bars of the page count all events. Those that match are drawn over them.
  [...svg.querySelectorAll("rect")].forEach((rect) => {
    const bar = rect.cloneNode();
    bar.setAttribute("class", "chosen");
    bars[Number(rect.dataset.bar)] = bar;
  });
  svg.append(...bars.filter(Boolean));

  const move = (handle, bar) => (handle === lower ? change("first day", limit(bar, 0, to), to)
    : change("last day", from, limit(bar, from, last)));

  const page = Math.max(Math.round(bins.count / 10), 2);
  for (const handle of [lower, upper]) {
    handle.addEventListener("keydown", (key) => {
      const bar = handle === lower ? from : to;
      const next = { ArrowLeft: bar - 1, ArrowDown: bar - 1, ArrowRight: bar + 1, ArrowUp: bar + 1,
        PageDown: bar - page, PageUp: bar + page, Home: 0, End: last }[key.key];
      if (next === undefined || key.ctrlKey || key.metaKey || key.altKey) return;
      key.preventDefault();
      move(handle, next);
    });
  }

  let drag = null;
  strip.addEventListener("pointerdown", (press) => {
    if (press.button || drag) return;
    const box = strip.getBoundingClientRect();
    const barOf = (event) => limit(Math.floor(((event.clientX - box.left) / box.width) * bins.count), 0, last);
    drag = { barOf, start: barOf(press), handle: press.target.closest("[role=slider]"), kind: "drag" + press.timeStamp, moved: false };
    strip.setPointerCapture(press.pointerId);
    drag.handle?.focus();
    press.preventDefault();
  });
  strip.addEventListener("pointermove", (event) => {
    if (!drag) return;
    const bar = drag.barOf(event), low = Math.min(bar, drag.start), high = Math.max(bar, drag.start);
    if (drag.handle) {
      if (bar !== (drag.handle === lower ? from : to)) move(drag.handle, bar);
    } else if (drag.moved || bar !== drag.start) {
      drag.moved = true;
      if (low !== from || high !== to) change(drag.kind, low, high);
    }
  });
  strip.addEventListener("pointerup", () => { // a press without moving chooses one bar
    if (drag && !drag.handle && !drag.moved) change(drag.kind, drag.start, drag.start);
    drag = null;
  });
  strip.addEventListener("pointercancel", () => { drag = null; }); // the finger scrolls the page
  strip.addEventListener("dblclick", () => change("whole", 0, last));

  strip.classList.add("live");

  return (newFrom, newTo, heights) => {
    [from, to] = [newFrom, newTo];
    heights.forEach((height, number) => {
      bars[number]?.setAttribute("height", `${(100 * height) / highest}%`);
      bars[number]?.setAttribute("y", `${100 - (100 * height) / highest}%`);
    });
    const low = (100 * from) / bins.count, high = (100 * (to + 1)) / bins.count;
    lower.style.left = before.style.width = `${low}%`;
    upper.style.left = after.style.left = `${high}%`;
    before.style.left = after.style.right = "0";
    const ends = [[lower, from, `from ${bins.day(bins.first(from))}`], [upper, to, `until ${bins.day(bins.last(to))}`]];
    for (const [handle, bar, text] of ends) {
      handle.ariaValueNow = bar;
      handle.ariaValueText = text;
    }
    hint.textContent = from || to < last ? bins.text(from, to)
      : "Drag over the bars to choose a time, or move the handles.";
  };
}
