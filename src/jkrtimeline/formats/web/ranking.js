// The events of a search in two groups: those with every word, and those with most of them. Ranks as jkr does, with the
// weights in `facts.rank`.
"use strict";

function makeSearch(facts, events, textsOf) {
  const fields = makeFields(events, textsOf), { rank } = facts, total = events.length;
  const matcher = makeMatcher(facts, fields.words);
  const count = (expression) => fields.weigh(expression, [[fieldNames, 1]]).size;
  const read = makeReader(facts, matcher, fields.words, count);
  const inTime = events.map((_, number) => number).sort((a, b) => events[a].first - events[b].first || events[a].last - events[b].last);
  const position = [];
  inTime.forEach((number, at) => { position[number] = at + 1; });
  const days = events.flatMap(({ first, last }) => [first, last]).filter(Number.isFinite);
  const year = (day) => new Date(day * 864e5).getUTCFullYear();
  const low = days.reduce((a, b) => Math.min(a, b), Infinity), high = days.reduce((a, b) => Math.max(a, b), -Infinity);
  const years = days.length ? Array.from({ length: year(high) - year(low) + 3 }, (_, at) => year(low) - 1 + at) : [];

  // The events that match a part, with the weight of the match. The related words of a part that is `alone` count only if it
  // does not occur itself.
  function weighable(part, alone) {
    const match = matcher.anyOf(part.terms), weights = fields.weigh(match, rank.weights), typed = weights.size;
    const related = part.when || (alone && typed) ? { any: [] } : matcher.related(part.terms);
    const literal = new Set(weights.keys());
    const titled = new Set([...fields.weigh(match, [[fieldNames, 0], [["title"], 1]])].filter(([, inTitle]) => inTitle).map(([number]) => number));
    fields.weigh(related, rank.weights).forEach((weight, number) => {
      weights.set(number, Math.max(weights.get(number) || 0, weight * rank.related));
    });
    const matching = weights.size;
    let inPeriod = 0;
    if (part.when) {
      for (const [first, last] of part.when(years)) {
        events.forEach((event, at) => {
          if (event.last < first || event.first > last) return;
          const within = event.first >= first;
          weights.set(at, Math.max(weights.get(at) || 0, within ? rank.within : rank.lasting));
          literal.add(at);
          inPeriod++;
        });
      }
    }
    const plain = part.terms.length === 1 && isPlain(part.terms[0]) && !part.when && matching > 0;
    const worth = Math.log(1 + total / Math.sqrt(Math.max(typed + inPeriod, 1) * Math.max(matching + inPeriod, 1)));
    return { part, expression: { any: [match, related] }, weights, literal, titled, plain, known: matching + inPeriod > 0, worth };
  }

  function tally(parts) {
    const tallies = new Map();
    for (const each of parts) {
      for (const number of each.weights.keys()) if (!tallies.has(number)) tallies.set(number, { earned: 0, matched: 0, missing: [], titled: 0 });
    }
    for (const [number, event] of tallies) {
      for (const each of parts) {
        const weight = each.weights.get(number);
        if (weight === undefined) { event.missing.push(each.part); continue; }
        event.earned += each.worth * weight;
        event.matched += each.worth * (each.literal.has(number) ? 1 : rank.related);
        event.titled += each.titled.has(number);
      }
    }
    const add = (weights, worth) => weights.forEach((weight, number) => {
      if (tallies.has(number)) tallies.get(number).earned += rank.neighbours * worth * weight;
    });
    parts.forEach((each, at) => {
      const next = parts[at + 1], phrase = matcher.phrase(each.part.terms[0]);
      if (next && each.plain && next.plain) {
        add(fields.near([phrase, matcher.phrase(next.part.terms[0])], rank.gap, rank.weights), each.worth + next.worth);
      }
      if (each.part.terms[0].apart) add(fields.weigh(phrase, rank.weights), each.worth);
    });
    return tallies;
  }

  // `full` are the events with every word, `most` those with most of them: event → the words that it lacks. `phrases` are
  // to be highlighted. `changes` describe words that are not read as typed. Null if nothing is typed.
  return {
    prepare: fields.prepare,
    search(text) {
      const { parts, excluded, latest, changes } = read(text);
      if (!parts.length && !excluded.length) return null;
      const refused = excluded.length ? fields.weigh(matcher.anyOf(excluded), rank.weights) : new Map();
      const full = new Set(), most = new Map(), weighed = parts.map((part) => weighable(part, parts.length === 1));
      const phrases = (expression) => (expression.tokens ? [expression] : (expression.any || expression.all).flatMap(phrases));
      if (!parts.length) events.forEach((_, number) => { if (!refused.has(number)) full.add(number); });
      const able = [...tally(weighed)].filter(([number, event]) => !refused.has(number) && !event.missing.some((part) => part.required));
      const whole = weighed.reduce((sum, each) => sum + (each.known ? each.worth : 0), 0);
      const floor = Math.min(rank.floor * whole, rank.near * able.reduce((best, [, event]) => Math.max(best, event.matched), 0)) - 1e-9;
      const others = [];
      for (const [number, event] of able) {
        if (!event.missing.length) { full.add(number); continue; }
        if (event.matched < floor) continue;
        const titled = event.titled / Math.max(fields.titleLength(number), 1), late = latest ? rank.latest * position[number] / total : 0;
        const score = event.earned * (1 + rank.boost * events[number].importance + rank.focus * titled + late);
        others.push([Math.round(score * 1e6), position[number], number, event.missing.map((part) => part.typed)]);
      }
      others.sort((a, b) => b[0] - a[0] || b[1] - a[1]);
      for (const [, , number, missing] of others.slice(0, rank.partial)) most.set(number, missing);
      return { full, most, changes, phrases: weighed.flatMap((each) => phrases(each.expression)) };
    },
  };
}
