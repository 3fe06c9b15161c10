// The interactive page: search, filters and two views, whose state is in the hash of the address. Reads the facts and the
// text of events; writes text and attributes, never markup. Ids that begin with a hyphen belong to the page. Last script.
"use strict";
(() => {
  const byId = (name) => document.getElementById(name), root = document.documentElement;
  const facts = JSON.parse(byId("-facts").textContent), { names, importance: levels } = facts;
  const articles = [...document.querySelectorAll("article.event")];
  const numbers = new Map(articles.map((article, number) => [article.id, number]));
  const bins = makeBins(facts.bins), { otherView } = root.dataset;
  const state = makeState(names, levels, bins, (id) => numbers.has(id), otherView);
  const events = facts.events.map(([first, last, importance, actor, theme, thread, place, direct], number) => {
    const begun = first ?? last;
    return {
      article: articles[number], first: first ?? -Infinity, last: last ?? Infinity, importance, actor, theme, thread, place,
      direct, bin: begun !== null && bins.count ? bins.at(begun) : -1, shown: true, wanted: true, moved: false,
    };
  });
  const months = [...document.querySelectorAll("section.month:not([id])")].map((section) => ({
    section, events: [...section.querySelectorAll("article.event")].map((article) => events[numbers.get(article.id)]),
  }));
  const strip = byId("-strip"), input = byId("-words"), status = byId("-status"), views = byId("-views").children;
  const toggles = (name) => (byId(name) ? [...byId(name).querySelectorAll(".toggle")] : []);
  const buttons = Object.fromEntries([...kinds, "importance"].map((kind) => [kind, toggles(`-${kind}`)]));
  const plural = (number) => `${number} event${number === 1 ? "" : "s"}`;

  let chosen = state.everything(), words = "", matched = null, lastKind = "", lastTime = 0;
  function remember(kind) { // moves of one handle, or letters of one search, are one step in the history
    const hash = state.write(chosen);
    if (hash === location.hash.slice(1)) return;
    const same = kind === lastKind && Date.now() - lastTime < 2000;
    [lastKind, lastTime] = [kind, Date.now()];
    try { history[same ? "replaceState" : "pushState"](null, "", "#" + hash); } catch { /* too often, or not allowed here */ }
  }

  // --- words ---

  const texts = (article, selector) => [...article.querySelectorAll(selector)].map((part) => part.textContent);
  let engine = null; // made when needed, so that the page does not wait for it
  const search = () => (engine ??= makeSearch(facts.search, events, ({ article, actor, direct, theme, thread }) => ({
    title: texts(article, "h3"), place: texts(article, ".place"), summary: texts(article, ".summary, .note dd, .date-note"),
    source: [...article.querySelectorAll("li")].map((item) => [...texts(item, ".publisher"), ...texts(item, "cite, .about")].join(" ")),
    actor: actor.slice(0, direct).flatMap((number) => names.actor[number]),
    theme: [...theme.map((number) => names.theme[number]), ...thread.map((number) => names.thread[number])].flat(),
  })));
  const later = window.requestIdleCallback || ((work) => setTimeout(() => work({ timeRemaining: () => 5 }), 20));
  const prepare = (deadline) => { if (search().prepare(deadline)) later(prepare); };
  setTimeout(() => later(prepare), 2000);

  const marks = makeMarks();
  const near = new Set();
  const sight = new IntersectionObserver((entries) => {
    for (const entry of entries) near[entry.isIntersecting ? "add" : "delete"](numbers.get(entry.target.id));
    mark();
  }, { rootMargin: "50%" });

  function mark() { // only near the screen: an observer marks the rest when it comes into sight
    if (!marks) return;
    marks.clear();
    if (!matched) return;
    const lines = root.dataset.view === "lines";
    for (const number of near) {
      const { article, shown } = events[number], line = lines && article.id !== chosen.event;
      if (shown) for (const part of article.querySelectorAll(line ? "h3" : ".text")) markIn(part, matched.phrases, marks);
    }
  }

  // Move events that match most of the words into a separate section, and the others back into their months.
  function group(most) {
    for (const { section, events: all } of months) {
      for (const event of all) {
        const missing = most.get(numbers.get(event.article.id));
        if (missing) event.article.dataset.missing = missing.join(", ");
        else if (event.moved) delete event.article.dataset.missing;
        if (!missing && !event.moved) continue;
        event.moved = Boolean(missing);
        (missing ? byId("-most") : section).append(event.article);
      }
      const stayed = all.filter((event) => !event.moved);
      if (stayed.some((event, at) => section.children[at + 1] !== event.article)) section.append(...stayed.map((event) => event.article));
    }
  }

  // --- from the state to the page ---

  function apply() {
    if (words !== chosen.words.trim()) {
      words = chosen.words.trim();
      matched = words ? search().search(words) : null;
      group(matched?.most || new Map());
    }
    const matches = (event) => {
      const number = numbers.get(event.article.id);
      return !matched || matched.full.has(number) || matched.most.has(number);
    };
    const { total, counts, heights } = filterEvents(events, chosen, matches, bins, names, levels);
    byId("-reading").textContent = matched ? matched.changes.join("; ") : "";
    byId("-reading").hidden = !matched?.changes.length;
    byId("-most").hidden = !events.some((event) => event.wanted && event.moved);
    for (const event of events) {
      if (event.wanted !== event.shown) event.article.hidden = !(event.shown = event.wanted);
    }
    for (const month of months) month.section.hidden = !month.events.some((event) => event.shown && !event.moved);
    byId("-none").hidden = total > 0;
    const text = total < events.length ? `${total} of ${plural(events.length)}` : `${total > 1 ? "All " : ""}${plural(total)}`;
    if (status.value !== text) status.value = text;
    byId("-close").textContent = `Show ${plural(total)}`;
    if (input.value.trim() !== chosen.words.trim()) input.value = chosen.words;
    for (const kind of [...kinds, "importance"]) {
      for (const button of buttons[kind]) {
        const number = Number(button.dataset.number), count = String(counts[kind][number]);
        const pressed = String(kind === "importance" ? chosen.importance === number : chosen[kind].has(number));
        if (button.lastElementChild.textContent !== count) button.lastElementChild.textContent = count;
        if (button.ariaPressed !== pressed) button.ariaPressed = pressed;
        button.classList.toggle("empty", count === "0");
      }
    }
    draw?.(chosen.from, chosen.to, heights);
    showFilters();
    const view = chosen.view || (otherView === "full" ? "lines" : "full");
    if (root.dataset.view !== view) root.dataset.view = view;
    for (const button of views) button.ariaPressed = String(button.dataset.view === view);
    for (const article of document.querySelectorAll(".event.target")) article.classList.remove("target");
    if (chosen.event) articles[numbers.get(chosen.event)].classList.add("target");
    mark();
  }

  function showFilters() {
    const filters = kinds.flatMap((kind) => [...chosen[kind]].map((number) => [kind, names[kind][number][1], () => {
      const rest = new Set(chosen[kind]);
      rest.delete(number);
      change(kind + number, { [kind]: rest, event: "" });
    }]));
    if (chosen.importance) {
      filters.push(["importance", levels[chosen.importance], () => change("importance", { importance: 0, event: "" })]);
    }
    if (chosen.from > 0 || chosen.to < bins.count - 1) {
      filters.push(["time", bins.text(chosen.from, chosen.to), () => change("whole", { from: 0, to: bins.count - 1, event: "" })]);
    }
    byId("-open").textContent = filters.length ? `Filters (${filters.length})` : "Filters";
    const clear = filters.length || chosen.words.trim();
    drawChips(byId("-chosen"), filters, clear && (() => {
      change("clear", { ...state.everything(), view: chosen.view });
      input.focus();
    }), input);
  }

  function change(kind, changes) {
    Object.assign(chosen, changes);
    apply();
    remember(kind);
  }

  function unfold() { // open the folded parts with pressed filters
    for (const button of document.querySelectorAll(".choice [aria-pressed=true]")) {
      for (let part = button.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
    }
  }

  function reveal() { // show the event that a link names, without filters that hide it; Tab continues from there
    if (!chosen.event) return;
    const event = events[numbers.get(chosen.event)];
    if (!event.shown) {
      chosen = { ...state.everything(), event: chosen.event, view: chosen.view };
      apply();
    }
    event.article.querySelector("h3 a").focus({ preventScroll: true });
    event.article.scrollIntoView();
    requestAnimationFrame(() => event.article.scrollIntoView()); // now that the heights above it are known
  }

  function filterBy([kind, number], article) { // replace filters of the same kind; the event does not move on the screen
    const only = chosen[kind].size === 1 && chosen[kind].has(number), top = article.getBoundingClientRect().top;
    change(kind + number, { [kind]: new Set(only ? [] : [number]) });
    unfold();
    window.scrollBy(0, article.getBoundingClientRect().top - top);
  }

  // --- events of the user interface ---

  input.addEventListener("input", () => change("words", { words: input.value, event: "" }));
  byId("-toolbar").addEventListener("submit", (event) => event.preventDefault());
  for (const kind of kinds) {
    for (const button of buttons[kind]) {
      button.addEventListener("click", () => {
        const number = Number(button.dataset.number), set = new Set(chosen[kind]);
        if (!set.delete(number)) set.add(number);
        change(kind + number, { [kind]: set, event: "" });
      });
    }
  }
  for (const button of buttons.importance) {
    button.addEventListener("click", () => change("importance", { importance: Number(button.dataset.number), event: "" }));
  }
  for (const button of views) {
    button.addEventListener("click", () => change("view", { view: button.dataset.view === otherView ? otherView : "" }));
  }
  document.addEventListener("click", (click) => {
    const link = click.target.closest?.("a[href^='#']");
    if (link?.className === "skip") { // as the link would, but without changing the address
      click.preventDefault();
      byId("-events").focus();
      byId("-events").scrollIntoView();
      return;
    }
    if (!link || click.ctrlKey || click.metaKey || click.shiftKey || click.altKey) return;
    const filter = link.classList.contains("filter") && state.named(link.hash);
    const id = filter ? "" : decodeURIComponent(link.hash.slice(1));
    if (!filter && !numbers.has(id)) return;
    click.preventDefault();
    if (filter) {
      filterBy(filter, link.closest("article"));
    } else if (id === chosen.event && link.closest("h3") && root.dataset.view === "lines") { // fold it again
      change("event " + id, { event: "" });
    } else {
      change("event " + id, { event: id });
      reveal();
      remember("event " + id);
    }
  });
  window.addEventListener("popstate", () => {
    lastKind = "";
    chosen = state.read(location.hash);
    apply();
    unfold();
    reveal();
  });

  const closed = [];
  window.addEventListener("beforeprint", () => {
    if (root.dataset.view === "full") closed.push(...document.querySelectorAll("main details:not([open])"));
    for (const details of closed) details.open = true;
  });
  window.addEventListener("afterprint", () => { for (const details of closed.splice(0)) details.open = false; });

  const draw = strip && makeStrip(strip, byId("-span"), bins, facts.heights,
    (kind, from, to) => change(kind, { from, to, event: "" }));
  makeDrawer(byId("-open"), byId("-drawer"), byId("-filters"));
  makeScheme(byId("-scheme"));
  for (const article of articles) sight.observe(article);
  chosen = state.read(location.hash);
  apply();
  unfold();
  reveal();
})();
