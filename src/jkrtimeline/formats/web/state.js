// The state of the page (search, filters, view), and the hash of the address that holds it.
"use strict";

// The kinds of filters, in the order of the facts of events.
const kinds = ["theme", "actor", "thread", "place"];

// `names` has the [id, name] of all filters of each kind; `isEvent` says whether an id is that of an event.
function makeState(names, levels, bins, isEvent, otherView) {
  const ids = Object.fromEntries(kinds.map((kind) => [kind, names[kind].map(([id]) => id)]));
  const everything = () => ({
    words: "", ...Object.fromEntries(kinds.map((kind) => [kind, new Set()])), importance: 0, from: 0,
    to: bins.count - 1, event: "", view: "",
  });

  function read(hash) {
    let text = hash.replace(/^#/, "");
    const state = everything(), parameters = new URLSearchParams(text);
    try { text = decodeURIComponent(text); } catch { /* not encoded */ }
    if (isEvent(text)) return { ...state, event: text };
    state.words = (parameters.get("q") || "").slice(0, 200);
    for (const kind of kinds) {
      for (const id of parameters.getAll(kind)) if (ids[kind].includes(id)) state[kind].add(ids[kind].indexOf(id));
    }
    state.importance = Math.max(levels.indexOf(parameters.get("importance")), 0);
    const from = bins.named(parameters.get("from") || ""), to = bins.named(parameters.get("to") || "");
    if (from < 0 || to < 0 || from <= to) {
      if (from >= 0) state.from = from;
      if (to >= 0) state.to = to;
    }
    if (isEvent(parameters.get("event"))) state.event = parameters.get("event");
    if (parameters.get("view") === otherView) state.view = otherView;
    return state;
  }

  function write(state) {
    const parameters = new URLSearchParams();
    if (state.words.trim()) parameters.set("q", state.words.trim());
    for (const kind of kinds) for (const number of state[kind]) parameters.append(kind, ids[kind][number]);
    if (state.importance) parameters.set("importance", levels[state.importance]);
    if (state.from > 0) parameters.set("from", isoDay(bins.first(state.from)));
    if (state.to < bins.count - 1) parameters.set("to", isoDay(bins.last(state.to)));
    if (state.view) parameters.set("view", state.view);
    if (!state.event) return parameters.toString();
    if (!parameters.toString()) return encodeURIComponent(state.event);
    parameters.set("event", state.event);
    return parameters.toString();
  }

  // The filter that a link names, as [kind, number]; else null.
  function named(hash) {
    const [[kind, id] = []] = new URLSearchParams(hash.replace(/^#/, ""));
    return kinds.includes(kind) && ids[kind].includes(id) ? [kind, ids[kind].indexOf(id)] : null;
  }

  return { everything, read, write, named };
}
