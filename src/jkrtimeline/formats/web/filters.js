// The events that match the filters, and the counts beside each filter. Does not touch the page.
"use strict";

// Sets `wanted` of each event. The counts of a kind ignore the filters of that kind, so they say what each would add.
function filterEvents(events, chosen, matches, bins, names, levels) {
  const whole = chosen.from === 0 && chosen.to === bins.count - 1;
  const from = whole ? -Infinity : bins.first(chosen.from), to = whole ? Infinity : bins.last(chosen.to);
  const counts = Object.fromEntries(kinds.map((kind) => [kind, names[kind].map(() => 0)]));
  counts.importance = levels.map(() => 0);
  const heights = new Array(bins.count).fill(0);
  let total = 0;
  for (const event of events) {
    let failed = 0, only = ""; // how many filters the event fails; which one, if it is the only one
    for (const kind of kinds) {
      if (chosen[kind].size && !event[kind].some((number) => chosen[kind].has(number))) { failed++; only = kind; }
    }
    if (event.importance < chosen.importance) { failed++; only = "importance"; }
    if (event.last < from || event.first > to) { failed++; only = "time"; }
    if (failed < 2 && !matches(event)) { failed++; only = "words"; }
    event.wanted = !failed;
    total += event.wanted;
    if (failed > 1 || only === "words") continue;
    for (const kind of kinds) {
      if (!failed || only === kind) for (const number of event[kind]) counts[kind][number]++;
    }
    if (!failed || only === "importance") for (let level = 0; level <= event.importance; level++) counts.importance[level]++;
    if ((!failed || only === "time") && event.bin >= 0) heights[event.bin]++;
  }
  return { total, counts, heights };
}
