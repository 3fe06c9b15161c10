// The reading of a search, as in jkr: stop words are left out, dates match events of that time, and a word that occurs
// nowhere is read as the nearest one that does.
"use strict";

// The edit distance of two words, or `most` + 1 if it is greater.
// Source: G. Navarro, A guided tour to approximate string matching, ACM Computing Surveys 33 (2001).
function distance(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let before = [], row = [...Array(other.length + 1).keys()];
  for (let i = 1; i <= one.length; i++) {
    const further = [i];
    for (let j = 1; j <= other.length; j++) {
      let cost = Math.min(row[j] + 1, further[j - 1] + 1, row[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) cost = Math.min(cost, before[j - 2] + 1);
      further.push(cost);
    }
    if (Math.min(...further) > most) return most + 1;
    [before, row] = [row, further];
  }
  return Math.min(row.at(-1), most + 1);
}

// `facts`: `stop` words, words for the `latest` event, Korean `particles`, `known` names in Chinese, Japanese or Korean
// letters, common words (`plain`), regular `endings`, `units` after a number, and `limits` of dates, compounds and
// misspellings. `count` returns the number of events that match an expression.
function makeReader(facts, matcher, words, count) {
  const stop = new Set(facts.stop), latest = new Set(facts.latest), known = new Set(facts.known);
  const { particles, limits } = facts, plainWords = new Set(facts.plain.split(" "));
  const term = (text) => makeTerm([text]), word = (text) => ({ typed: text, terms: [term(text)] }), occurs = (each) => count(matcher.anyOf([each])) > 0;
  const plain = (part) => part.terms.length === 1 && isPlain(part.terms[0]);

  function dated(parts) { // join neighbouring words that are a date
    const read = [];
    for (let at = 0; at < parts.length;) {
      let length = Math.min(limits.dateWords, parts.length - at), when = null, typed = "";
      for (; length; length--) {
        const run = parts.slice(at, at + length);
        typed = run.map((part) => part.typed).join(" ");
        when = run.every(plain) ? readDate(typed) : null;
        if (when) break;
      }
      read.push(when ? { typed, terms: [makeTerm(wordsOf(typed))], when } : parts[at]);
      at += length || 1;
    }
    return read;
  }

  function* bases(word) { // a word, and what it may be without a regular ending
    yield word;
    for (const ending of facts.endings) {
      const base = word.endsWith(ending) ? word.slice(0, -ending.length) : "";
      if ([...base].length < limits.base) continue;
      yield base;
      yield base + "e";
      if (base.at(-1) === base.at(-2)) yield base.slice(0, -1);
    }
    if (/ie[sd]$/.test(word)) yield word.slice(0, -3) + "y";
  }
  function nearest(word) {
    const folded = fold(word), { length } = [...folded];
    if (length < limits.shortest || length > limits.longest || !/^\p{L}+$/u.test(folded) || [...folded].some((letter) => cjk.test(letter))) return "";
    if ([...bases(folded)].some((base) => plainWords.has(base))) return "";
    const some = (most) => words().filter((each) => each[0] === folded[0] && distance(folded, each, most) <= most);
    let near = some(1).filter((each) => each !== folded);
    if (!near.length && length >= limits.twice) near = some(2).filter((each) => each.startsWith(folded.slice(0, limits.same)));
    const ranked = near.map((each) => [each, count(matcher.anyOf([term(each)]))]).filter(([, number]) => number);
    ranked.sort(([a, some], [b, more]) => more - some || (a < b ? -1 : 1));
    return ranked[0]?.[0] || "";
  }
  function twoWords(text) { // two words that are typed as one, if they occur one after the other
    const pairs = [], [, number, unit] = text.match(/^(\d+)([a-z]+)$/) || [];
    for (let cut = limits.half; text.length <= limits.compound && cut <= text.length - limits.half; cut++) {
      pairs.push([text.slice(0, cut), text.slice(cut)]);
    }
    if (Object.hasOwn(facts.units, unit)) pairs.push([number, facts.units[unit]]);
    return pairs.find((pair) => occurs(makeTerm(pair, { exact: true })));
  }

  // --- runs of Chinese, Japanese and Korean letters ---

  const script = (letter) => (/[\u3041-\u309f]/.test(letter) ? "hiragana" : /[\u30a0-\u30ff]/.test(letter) ? "katakana" : "");

  function occurring(text) { // `text` if it occurs, else the text without a particle, or the longest pieces that occur
    if (!text || particles.includes(text)) return [];
    if (text.length < 2 || occurs(term(text))) return [text];
    for (const particle of particles) {
      const before = text.slice(0, -particle.length);
      if (text.endsWith(particle) && before && occurs(term(before))) return [before];
    }
    for (let length = text.length - 1; length > 1; length--) {
      if (occurs(term(text.slice(0, length)))) return [text.slice(0, length), ...occurring(text.slice(length))];
    }
    return [text];
  }
  function rest(text) { // the pieces of text between known names, without particles
    const pieces = text.match(/[\u3041-\u309f]+|[\u30a0-\u30ff]+|[^\u3041-\u309f\u30a0-\u30ff]+/g) || [];
    return pieces.filter((each) => script(each[0]) !== "hiragana" || (each.length > 2 && occurs(term(each)))).flatMap(occurring);
  }
  function segments(text) {
    const pieces = [];
    let start = 0;
    for (let at = 0; at < text.length;) {
      let length = text.length - at;
      while (length > 1 && !known.has(text.slice(at, at + length))) length--;
      if (length > 1) {
        pieces.push(...rest(text.slice(start, at)), text.slice(at, at + length));
        start = at += length;
      } else {
        at++;
      }
    }
    pieces.push(...rest(text.slice(start)));
    const several = pieces.filter((each) => each.length > 1); // a single letter beside words is an ending or a particle
    return several.length ? several : pieces.length ? pieces : [text];
  }

  // The parts that a typed part is read as. One that occurs nowhere has no terms.
  function understood(part) {
    const [first] = part.terms;
    if (part.when || !plain(part)) return [part];
    const letters = [...first.text];
    if (first.words.length === 1 && letters.length <= limits.compound && letters.some((letter) => cjk.test(letter))) {
      const pieces = segments(first.text);
      const read = pieces.length === 1 && pieces[0] === first.text ? [part] : pieces.map(word);
      return read.map((each) => (occurs(each.terms[0]) ? each : { ...each, terms: [] }));
    }
    if (occurs(first) || count(matcher.related(part.terms))) return [part];
    if (first.words.length > 1) return first.words.flatMap((each) => understood(word(each)));
    const near = twoWords(first.text) || [nearest(first.text)].filter(Boolean);
    return [{ ...part, terms: near.length ? [makeTerm(near)] : [] }];
  }

  function joined(parts) { // join neighbouring words that are a phrase with variants
    const read = [], free = (part) => !part.when && plain(part) && !part.terms[0].apart;
    for (let at = 0; at < parts.length;) {
      const end = parts.findIndex((part, number) => number >= at && !free(part));
      const some = parts.slice(at, end < 0 ? parts.length : end).map((part) => part.terms[0].text);
      const length = Math.max(some.length > 1 ? matcher.phraseLength(some) : 0, 1), run = parts.slice(at, at + length);
      const typed = run.map((part) => part.typed).join(" ");
      read.push(length < 2 ? parts[at] : { typed, terms: [makeTerm(run.flatMap((part) => part.terms[0].words), { apart: true })] });
      at += length;
    }
    return read;
  }
  function unique(read) {
    const seen = new Set();
    return read.filter((part) => {
      const key = JSON.stringify([part.typed, part.terms, Boolean(part.when)]);
      return !seen.has(key) && seen.add(key);
    });
  }

  // `changes` describe words that are not read as typed.
  return (text) => {
    const search = parseSearch(text);
    const all = joined(dated(search.parts.map((part) => ({ ...part, required: !plain(part) }))));
    const isStop = (part) => !part.when && !part.required && stop.has(part.terms[0].text);
    const significant = all.filter((part) => !isStop(part)), changes = [];
    const isLatest = significant.length > 0 && all.some((part) => isStop(part) && latest.has(part.terms[0].text));
    const parts = (significant.length ? significant : all).flatMap((part) => {
      const read = understood(part), known = read.filter((each) => each.terms.length);
      const nowhere = known.length ? read.filter((each) => !each.terms.length).map((each) => each.typed) : [part.typed];
      const now = known.map((each) => each.terms[0].text).join(" ");
      if (known.length && now !== part.terms[0].text) changes.push(`“${part.typed}” read as “${now}”`);
      for (const each of known) if (!each.when && plain(each) && !occurs(each.terms[0])) changes.push(`“${each.typed}”: related words only`);
      for (const text of nowhere) changes.push(`“${text}” occurs nowhere`);
      return known.length ? [...known, ...nowhere.map(word)] : [part];
    });
    return { parts: unique(joined(parts)), excluded: search.excluded, latest: isLatest, changes };
  };
}
