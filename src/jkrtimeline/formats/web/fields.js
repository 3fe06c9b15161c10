// The searched texts of the events, and which of them match an expression: a phrase, { any: […] } or { all: […] }.
"use strict";

const fieldNames = ["title", "actor", "theme", "place", "summary", "source"];
const gapOfTexts = " \ue000 "; // between two texts of a field, so that no phrase runs from one to the next

// `textsOf(event)` gives the texts of each field.
function makeFields(events, textsOf) {
  const texts = events.map(() => null), holders = new Map(), vocabulary = new Map();
  let read = 0;
  function readNext() {
    const number = read++, all = new Set(), fields = textsOf(events[number]);
    texts[number] = Object.fromEntries(fieldNames.map((name) => {
      const folded = fold(fields[name].join(gapOfTexts)), found = tokens(folded).map(([each]) => each);
      for (const each of found) all.add(each);
      for (const word of folded.match(/[\p{L}\p{N}]+/gu) || []) vocabulary.set(word, true);
      return [name, ` ${found.join(" ")} `];
    }));
    for (const each of all) {
      if (holders.has(each)) holders.get(each).push(number); else holders.set(each, [number]);
    }
  }
  const readAll = () => { while (read < events.length) readNext(); };

  function held(token, isBeginning) { // the events that have a token, or one that begins so
    if (!isBeginning) return new Set(holders.get(token));
    return new Set([...holders].flatMap(([each, numbers]) => (each.startsWith(token) ? numbers : [])));
  }
  const both = (one, other) => new Set([...one].filter((each) => other.has(each)));

  // The events that can match an expression: those that do, and few others.
  function candidates(expression) {
    if (expression.any) return new Set(expression.any.flatMap((each) => [...candidates(each)]));
    if (expression.all) return expression.all.map(candidates).reduce(both);
    const last = expression.tokens.length - 1;
    return last < 0 ? new Set()
      : expression.tokens.map((each, at) => held(each, expression.isBeginning && at === last)).reduce(both);
  }
  function holds(number, expression, fields) {
    if (expression.any) return expression.any.some((each) => holds(number, each, fields));
    if (expression.all) return expression.all.every((each) => holds(number, each, fields));
    const phrase = ` ${expression.tokens.join(" ")}${expression.isBeginning ? "" : " "}`;
    return fields.some((name) => (!expression.field || expression.field === name) && texts[number][name].includes(phrase));
  }

  // Whether two phrases are near each other in a field: with at most `gap` other words between them.
  function near(number, phrases, gap, fields) {
    return fields.some((name) => {
      const words = texts[number][name].trim().split(" ");
      const [one, other] = phrases.map(({ tokens: some }) => words.flatMap(
        (_, at) => (some.every((each, after) => words[at + after] === each) ? [[at, at + some.length]] : [])));
      return one.some(([low, high]) => other.some(([begin, end]) => (begin >= high ? begin - high : low - end) <= gap
        && (begin >= high || end <= low)));
    });
  }

  // Event → the weight of the best fields in which it matches; `weights` are [fields, weight], the least first.
  function weigh(expression, weights, matches = holds) {
    readAll();
    const weighed = new Map();
    for (const number of candidates(expression)) {
      if (!matches(number, expression, fieldNames)) continue;
      let best = weights[0][1];
      for (const [fields, weight] of weights.slice(1)) if (matches(number, expression, fields)) best = weight;
      weighed.set(number, best);
    }
    return weighed;
  }

  return {
    weigh,
    near: (phrases, gap, weights) => weigh({ all: phrases }, weights, (number, _, fields) => near(number, phrases, gap, fields)),
    titleLength: (number) => texts[number].title.trim().split(" ").length,
    words: () => { readAll(); return [...vocabulary.keys()]; },
    prepare: (deadline) => { // so that the first letter that is typed need not wait
      while (read < events.length && deadline.timeRemaining() > 1) readNext();
      return read < events.length;
    },
  };
}
