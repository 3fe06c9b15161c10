// Makes the page better: filters, all kept in the address's hash. Reads the events' facts and their own
// text; writes text and attributes only, never markup. All that begins with a hyphen is the page's own id.
// Stands behind words.js and strip.js.
"use strict";
(() => {
  const byId = (name) => document.getElementById(name);
  const facts = JSON.parse(byId("-facts").textContent);
  const articles = [...document.querySelectorAll("article.event")];
  const places = new Map(articles.map((article, place) => [article.id, place]));
  const open = (day, otherwise) => (day === null ? otherwise : day);
  const events = facts.events.map(([first, last, importance, themes, actors], place) => ({
    article: articles[place], first: open(first, -Infinity), last: open(last, Infinity), importance, themes, actors,
    text: null, shown: true,
  }));
  const months = [...document.querySelectorAll("section.month")].map((section) => ({
    section, events: [...section.querySelectorAll("article.event")].map((article) => events[places.get(article.id)]),
  }));
  const bins = makeBins(facts.bins);
  const strip = byId("-strip"), input = byId("-words"), clear = byId("-clear"), found = byId("-found");
  const toggles = (name) => (byId(name) ? [...byId(name).querySelectorAll(".toggle")] : []);
  const buttons = { theme: toggles("-themes"), actor: toggles("-actors"), importance: toggles("-importance") };
  const ids = { theme: facts.themes, actor: facts.actors.map(([id]) => id) };

  // --- what is chosen, and how the hash says it ---

  const everything = () => ({ words: "", theme: new Set(), actor: new Set(), importance: 0, from: 0, to: bins.count - 1, event: "" });
  let chosen = everything();
  function read(hash) {
    let text = hash.replace(/^#/, "");
    const state = everything();
    try { text = decodeURIComponent(text); } catch { /* as it is */ }
    if (places.has(text)) return { ...state, event: text };
    const parameters = new URLSearchParams(hash.replace(/^#/, ""));
    state.words = (parameters.get("q") || "").slice(0, 200);
    for (const kind of ["theme", "actor"]) {
      for (const id of parameters.getAll(kind)) if (ids[kind].includes(id)) state[kind].add(ids[kind].indexOf(id));
    }
    state.importance = Math.max(facts.importance.indexOf(parameters.get("importance")), 0);
    const from = bins.named(parameters.get("from") || ""), to = bins.named(parameters.get("to") || "");
    if (from < 0 || to < 0 || from <= to) {
      if (from >= 0) state.from = from;
      if (to >= 0) state.to = to;
    }
    if (places.has(parameters.get("event"))) state.event = parameters.get("event");
    return state;
  }

  function written() {
    const parameters = new URLSearchParams();
    if (chosen.words.trim()) parameters.set("q", chosen.words.trim());
    for (const kind of ["theme", "actor"]) for (const place of chosen[kind]) parameters.append(kind, ids[kind][place]);
    if (chosen.importance) parameters.set("importance", facts.importance[chosen.importance]);
    if (chosen.from > 0) parameters.set("from", isoDay(bins.first(chosen.from)));
    if (chosen.to < bins.count - 1) parameters.set("to", isoDay(bins.last(chosen.to)));
    if (!chosen.event) return parameters.toString();
    if (!parameters.toString()) return encodeURIComponent(chosen.event);
    parameters.set("event", chosen.event);
    return parameters.toString();
  }

  let lastKind = "", lastTime = 0;
  function remember(kind) { // steps of one handle or word are one step back
    const hash = written();
    if (hash === location.hash.slice(1)) return;
    const same = kind === lastKind && Date.now() - lastTime < 2000;
    [lastKind, lastTime] = [kind, Date.now()];
    try { history[same ? "replaceState" : "pushState"](null, "", "#" + hash); } catch { /* too often, or not allowed here */ }
  }

  // --- words ---

  const wanted = makeWanted(facts.synonyms);
  const textsOf = (article) => [...article.getElementsByClassName("text")];
  const textOf = (event) => (event.text ??= plain([...textsOf(event.article).map((part) => part.textContent),
    ...event.actors.map((place) => facts.actors[place][1])].join(" ")));
  const later = window.requestIdleCallback || ((work) => setTimeout(() => work({ timeRemaining: () => 5 }), 20));
  let prepared = 0;
  later(function prepare(deadline) { // so that the first letter that is typed need not wait
    while (prepared < events.length && deadline.timeRemaining() > 1) textOf(events[prepared++]);
    if (prepared < events.length) later(prepare);
  });

  const marks = window.Highlight && CSS.highlights ? new Highlight() : null;
  if (marks) CSS.highlights.set("found", marks);
  const near = new Set();
  const sight = new IntersectionObserver((entries) => {
    for (const entry of entries) near[entry.isIntersecting ? "add" : "delete"](places.get(entry.target.id));
    mark();
  }, { rootMargin: "50%" });

  function mark() { // only what can be seen: the rest is marked when it comes into sight
    if (!marks) return;
    marks.clear();
    const words = wanted(chosen.words).groups.flat(2);
    if (!words.length) return;
    for (const place of near) {
      if (events[place].shown) for (const part of textsOf(events[place].article)) markIn(part, words, marks);
    }
  }

  // --- from what is chosen to what is seen ---

  for (const event of events) {
    const begun = Number.isFinite(event.first) ? event.first : event.last;
    event.bin = Number.isFinite(begun) && bins.count ? bins.at(begun) : -1;
  }

  function apply() {
    const search = wanted(chosen.words), anyTheme = !chosen.theme.size, anyActor = !chosen.actor.size;
    const whole = chosen.from === 0 && chosen.to === bins.count - 1;
    const from = whole ? -Infinity : bins.first(chosen.from), to = whole ? Infinity : bins.last(chosen.to);
    const count = { theme: ids.theme.map(() => 0), actor: ids.actor.map(() => 0), importance: facts.importance.map(() => 0) };
    const heights = new Array(bins.count).fill(0);
    let total = 0;
    for (const event of events) { // each filter has a bit; counts of a kind leave out its own
      let fails = 0;
      if ((search.groups.length || search.excluded.length) && !fits(textOf(event), search)) fails |= 1;
      if (!anyTheme && !event.themes.some((place) => chosen.theme.has(place))) fails |= 2;
      if (!anyActor && !event.actors.some((place) => chosen.actor.has(place))) fails |= 4;
      if (event.importance < chosen.importance) fails |= 8;
      if (event.last < from || event.first > to) fails |= 16;
      if (!(fails & ~2)) for (const place of event.themes) count.theme[place]++;
      if (!(fails & ~4)) for (const place of event.actors) count.actor[place]++;
      if (!(fails & ~8)) for (let level = 0; level <= event.importance; level++) count.importance[level]++;
      if (!(fails & ~16) && event.bin >= 0) heights[event.bin]++;
      event.wanted = !fails;
      total += event.wanted;
    }
    for (const event of events) {
      if (event.wanted !== event.shown) event.article.hidden = !(event.shown = event.wanted);
    }
    for (const month of months) month.section.hidden = !month.events.some((event) => event.shown);
    byId("-none").hidden = total > 0;
    found.value = total === events.length ? `All ${total} events` : `${total} of ${events.length} events`;
    clear.disabled = total === events.length && !written();
    if (input.value.trim() !== chosen.words.trim()) input.value = chosen.words;
    for (const kind of ["theme", "actor", "importance"]) {
      for (const button of buttons[kind]) {
        const place = Number(button.dataset.place), number = count[kind][place];
        const pressed = kind === "importance" ? chosen.importance === place : chosen[kind].has(place);
        const shown = button.lastElementChild;
        if (shown.textContent !== String(number)) shown.textContent = number;
        if (button.ariaPressed !== String(pressed)) button.ariaPressed = String(pressed);
        button.classList.toggle("empty", !number);
      }
    }
    draw?.(chosen.from, chosen.to, heights);
    for (const article of document.querySelectorAll(".event.target")) article.classList.remove("target");
    if (chosen.event) articles[places.get(chosen.event)].classList.add("target");
    mark();
  }

  function change(kind, changes) {
    Object.assign(chosen, changes);
    apply();
    remember(kind);
  }

  function unfold() { // what is chosen can be seen
    for (const button of document.querySelectorAll(".choice [aria-pressed=true]")) {
      for (let part = button.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
    }
  }

  function reveal() { // an event that a link names is shown, whatever else is chosen, and Tab goes on from there
    if (!chosen.event) return;
    const event = events[places.get(chosen.event)];
    if (!event.shown) {
      chosen = { ...everything(), event: chosen.event };
      apply();
    }
    event.article.querySelector("h3 a").focus({ preventScroll: true });
    event.article.scrollIntoView();
    requestAnimationFrame(() => event.article.scrollIntoView()); // heights above it are known now
  }

  // --- what people do ---

  input.addEventListener("input", () => change("words", { words: input.value, event: "" }));
  byId("-filters").addEventListener("submit", (event) => event.preventDefault());
  clear.addEventListener("click", () => { change("clear", everything()); input.focus(); });
  for (const kind of ["theme", "actor"]) {
    for (const button of buttons[kind]) {
      button.addEventListener("click", () => {
        const place = Number(button.dataset.place), set = new Set(chosen[kind]);
        if (!set.delete(place)) set.add(place);
        change(kind + place, { [kind]: set, event: "" });
      });
    }
  }
  for (const button of buttons.importance) {
    button.addEventListener("click", () => change("importance", { importance: Number(button.dataset.place), event: "" }));
  }
  document.addEventListener("click", (click) => {
    const link = click.target.closest?.("a[href^='#']");
    if (link?.className === "skip") { // as it does by itself, but what is chosen stays in the address
      click.preventDefault();
      byId("-events").focus();
      byId("-events").scrollIntoView();
      return;
    }
    if (!link || click.ctrlKey || click.metaKey || click.shiftKey || click.altKey) return;
    const id = decodeURIComponent(link.hash.slice(1));
    if (!places.has(id)) return;
    click.preventDefault();
    change("event " + id, { event: id });
    reveal();
    remember("event " + id);
  });
  window.addEventListener("popstate", () => {
    lastKind = "";
    chosen = read(location.hash);
    apply();
    unfold();
    reveal();
  });

  const closed = [];
  window.addEventListener("beforeprint", () => {
    closed.push(...document.querySelectorAll("main details:not([open])"));
    for (const details of closed) details.open = true;
  });
  window.addEventListener("afterprint", () => { for (const details of closed.splice(0)) details.open = false; });

  const draw = strip && makeStrip(strip, byId("-span"), bins, facts.heights,
    (kind, from, to) => change(kind, { from, to, event: "" }));

  // --- light and dark ---

  const root = document.documentElement, scheme = byId("-scheme");
  const paint = (dark) => { root.dataset.scheme = dark ? "dark" : "light"; scheme.ariaPressed = String(dark); };
  const system = matchMedia("(prefers-color-scheme: dark)");
  let kept = null;
  try { kept = localStorage.getItem("jkr-scheme"); } catch { /* not allowed here */ }
  if (kept) paint(kept === "dark"); else scheme.ariaPressed = String(system.matches);
  system.addEventListener("change", () => { if (!root.dataset.scheme) scheme.ariaPressed = String(system.matches); });
  scheme.addEventListener("click", () => {
    paint(scheme.ariaPressed !== "true");
    try { localStorage.setItem("jkr-scheme", root.dataset.scheme); } catch { /* for this visit only */ }
  });

  root.classList.add("scripted");
  scheme.hidden = byId("-filters").hidden = false;
  if (matchMedia("(max-width: 60rem)").matches) for (const each of document.querySelectorAll(".choice")) each.open = false;
  for (const article of articles) sight.observe(article);
  chosen = read(location.hash);
  apply();
  unfold();
  reveal();
})();
