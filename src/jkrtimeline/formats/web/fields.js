// The searched texts of the events, and the events that match an expression: a phrase, { any: […] } or { all: […] }.
"use strict";

const fieldNames = ["title", "actor", "theme", "place", "summary", "source"];
const textSeparator = " \ue000 "; // between two texts of a field, so that no phrase matches across both

// `textsOf(event)` returns the texts of each field.
function makeFields(events, textsOf) {
  const texts = events.map(() => null), postings = new Map(), vocabulary = new Set();
  let read = 0;
  function readNext() {
    const number = read++, all = new Set(), fields = textsOf(events[number]);
    texts[number] = Object.fromEntries(fieldNames.map((name) => {
      const folded = fold(fields[name].join(textSeparator)), stemmed = tokens(folded).map(([each]) => each);
      for (const each of stemmed) all.add(each);
      for (const word of folded.match(/[\p{L}\p{N}]+/gu) || []) vocabulary.add(word);
      return [name, ` ${stemmed.join(" ")} `];
    }));
    for (const each of all) {
      if (postings.has(each)) postings.get(each).push(number); else postings.set(each, [number]);
    }
  }
  const readAll = () => { while (read < events.length) readNext(); };

  function withToken(token, isPrefix) { // the events with a token, or with one that has this prefix
    if (!isPrefix) return new Set(postings.get(token));
    return new Set([...postings].flatMap(([each, numbers]) => (each.startsWith(token) ? numbers : [])));
  }
  const both = (one, other) => new Set([...one].filter((each) => other.has(each)));

  // The events with all tokens of an expression; not all of them match it.
  function candidates(expression) {
    if (expression.any) return new Set(expression.any.flatMap((each) => [...candidates(each)]));
    if (expression.all) return expression.all.map(candidates).reduce(both);
    const last = expression.tokens.length - 1;
    return last < 0 ? new Set()
      : expression.tokens.map((each, at) => withToken(each, expression.isPrefix && at === last)).reduce(both);
  }
  function matches(number, expression, fields) {
    if (expression.any) return expression.any.some((each) => matches(number, each, fields));
    if (expression.all) return expression.all.every((each) => matches(number, each, fields));
    const phrase = ` ${expression.tokens.join(" ")}${expression.isPrefix ? "" : " "}`;
    return fields.some((name) => (!expression.field || expression.field === name) && texts[number][name].includes(phrase));
  }

  // Whether two phrases occur in a field with at most `gap` other words between them.
  function near(number, phrases, gap, fields) {
    return fields.some((name) => {
      const words = texts[number][name].trim().split(" ");
      const [one, other] = phrases.map(({ tokens: some }) => words.flatMap(
        (_, at) => (some.every((each, after) => words[at + after] === each) ? [[at, at + some.length]] : [])));
      return one.some(([low, high]) => other.some(([begin, end]) => (begin >= high ? begin - high : low - end) <= gap
        && (begin >= high || end <= low)));
    });
  }

  // Event → the greatest weight of the fields in which it matches. `weights` are [fields, weight] in ascending order.
  function weigh(expression, weights, test = matches) {
    readAll();
    const weighed = new Map();
    for (const number of candidates(expression)) {
      if (!test(number, expression, fieldNames)) continue;
      let best = weights[0][1];
      for (const [fields, weight] of weights.slice(1)) if (test(number, expression, fields)) best = weight;
      weighed.set(number, best);
    }
    return weighed;
  }

  return {
    weigh,
    near: (phrases, gap, weights) => weigh({ all: phrases }, weights, (number, _, fields) => near(number, phrases, gap, fields)),
    titleLength: (number) => texts[number].title.trim().split(" ").length,
    words: () => { readAll(); return [...vocabulary]; },
    prepare: (deadline) => { // read ahead, so that the first typed letter does not wait
      while (read < events.length && deadline.timeRemaining() > 1) readNext();
      return read < events.length;
    },
  };
}
