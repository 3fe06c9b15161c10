// Typed text → terms, and a term → the expression that events match. The syntax is that of jkr search.
"use strict";

const termPattern = new RegExp(`(-)?(?:(${fieldNames.join("|")}):)?(?:"([^"]*)"|(\\S+))`, "gi");
const operators = ["OR", "AND", "NOT"];
// The words of some text: letters and digits, in lower case.
const wordsOf = (text) => text.normalize("NFKC").toLowerCase().replace(/[\u0300-\u036f]/g, "").match(/[\p{L}\p{N}]+/gu) || [];
const makeTerm = (words, more = {}) => ({ words, text: words.join(" "), ...more });
const isPlain = (term) => !(term.field || term.isPrefix || term.exact || term.required);

// Returns `parts`, each with the text as `typed` and the alternative `terms` that match it, and the `excluded` terms.
function parseSearch(text) {
  const groups = [], typed = [], excluded = [], all = [...text.matchAll(termPattern)];
  let operator = "", afterWord = false;
  for (const [token, minus, field = "", phrase, word] of all) {
    if (operators.includes(token) && all.length > 1) {
      operator = afterWord || token === "NOT" ? token : "";
      continue;
    }
    const exact = phrase !== undefined, bare = exact ? phrase : word.replace(/['\u2019][sS]$/, ""), words = wordsOf(bare);
    if (!words.length) continue;
    const isPrefix = !exact && bare.length > 1 && bare.endsWith("*") && !isCjk(words.at(-1));
    const term = makeTerm(words, { field: field.toLowerCase(), isPrefix, exact });
    if (minus || operator === "NOT") {
      excluded.push(term);
      [operator, afterWord] = ["", false];
      continue;
    }
    if (operator === "OR") {
      groups.at(-1).push(term);
      typed[typed.length - 1] += ` OR ${token}`;
    } else {
      if (operator === "AND") for (const each of [term, ...groups.at(-1)]) each.required = true;
      groups.push([term]);
      typed.push(token);
    }
    [operator, afterWord] = ["", true];
  }
  const seen = new Set();
  const parts = groups.map((terms, number) => ({ typed: typed[number], terms })).filter(({ terms }) => {
    const key = JSON.stringify(terms);
    return !seen.has(key) && seen.add(key);
  });
  return { parts, excluded };
}

// `facts`: rows of `variants` (irregular forms, synonyms, related words), pairs of `spellings`, and the pattern of `prefixes`
// that a hyphen may separate.
function makeMatcher(facts, words) {
  const spellings = new Map(), variants = new Map(), cjkSynonyms = new Map();
  const none = { forms: [], synonyms: [], related: [] }, key = (text) => stems(text).join(" ");
  for (const [form, word] of facts.spellings) { // of whole words, and of their stems
    spellings.set(form, word);
    spellings.set("=" + stem(form), stem(word));
  }
  const formsOf = new Map(facts.variants.forms.flatMap((row) => row.map((form) => [form, row])));
  function inflected(text) { // a phrase with each of its words in all irregular forms
    return text.split(" ").reduce((all, word) => all.flatMap((before) => (formsOf.get(word) || [word])
      .map((form) => `${before} ${form}`.trim())), [""]).slice(0, facts.mostForms);
  }
  for (const [level, rows] of Object.entries(facts.variants)) {
    for (const row of rows) {
      const texts = level === "forms" ? row : row.flatMap(inflected);
      for (const each of new Set(texts.map(key))) {
        if (!variants.has(each)) variants.set(each, { forms: [], synonyms: [], related: [] });
        variants.get(each)[level].push(...texts);
      }
    }
  }
  for (const row of facts.variants.synonyms) {
    for (const each of row) if (isCjk(each.replaceAll(" ", ""))) cjkSynonyms.set(each, [...(cjkSynonyms.get(each) || []), ...row]);
  }
  const longest = Math.max(0, ...[...variants.keys()].map((each) => each.split(" ").length));
  const prefix = new RegExp(`^(${facts.prefixes})`);
  const respelled = (text) => text.split(" ").map((word) => spellings.get(word) || word).join(" ");
  const phrase = (text, field, isPrefix = false) => ({ tokens: stems(text), field, isPrefix });
  const otherStem = (each) => spellings.get("=" + each) || each;
  const otherStems = ({ tokens: some, ...rest }) => ({ tokens: some.map(otherStem), ...rest });

  const keys = (text) => new Set([key(text), key(respelled(text)), stems(text).map(otherStem).join(" ")]);
  function variantsOf(term) { // also of the same with or without points and hyphens
    const all = [term.text, ...joined(term)].flatMap((text) => [...keys(text)]).map((each) => variants.get(each) || none);
    return Object.fromEntries(Object.keys(none).map((level) => [level, all.flatMap((each) => each[level])]));
  }
  function phraseLength(some) { // how many of some words, from the first on, are a phrase with variants
    for (let length = Math.min(some.length, longest); length > 1; length--) {
      if ([...keys(some.slice(0, length).join(" "))].some((each) => variants.has(each))) return length;
    }
    return 0;
  }

  function* joined({ words: some, text, exact, apart }) { // the spellings with and without a hyphen, a point, ß
    if (some.length > 1 && some.every((word) => /^\p{L}$/u.test(word))) yield some.join("");
    else if (some.length === 1 && /^\p{L}{2,4}$/u.test(text)) yield [...text].join(" ");
    if (exact) return;
    if (some.length === 2 && !apart) yield some.join("");
    else if (some.length === 1) {
      const start = prefix.exec(text)?.[0], split = /^([a-z]{1,4})(\d{1,4}[a-z]?)$/.exec(text);
      if (start) yield `${start} ${text.slice(start.length)}`;
      if (split) yield `${split[1]} ${split[2]}`;
    }
    if (text.includes("ß")) yield text.replaceAll("ß", "ss");
    if (text.includes("ss")) yield text.replaceAll("ss", "ß");
  }

  function* compounds(text, field) { // 日韓首脳会談 contains 首脳会談, which has synonyms, and 日韓
    if (text.length < 3 || !isCjk(text)) return;
    for (const [known, row] of cjkSynonyms) {
      const rest = text.replaceAll(known, " ").split(" ").filter(Boolean);
      if (!rest.length || rest[0] === text) continue;
      const any = (some) => ({ any: some.map((each) => phrase(each, field)) });
      yield { all: [any(row), ...rest.map((each) => any([each, ...(cjkSynonyms.get(each) || [])]))] };
    }
  }

  function expression(term) {
    const { text, field } = term;
    if (term.isPrefix) {
      const before = term.words.slice(0, -1), last = term.words.at(-1), prefixes = new Set([last, respelled(last)]);
      for (const pair of [["is", "iz"], ["isa", "iza"], ["isi", "izi"], ["enc", "ens"], ["our", "or"]]) {
        for (const [one, other] of [pair, pair.toReversed()]) {
          if (last.endsWith(one) && last.length > one.length + 2) prefixes.add(last.slice(0, -one.length) + other);
        }
      }
      const completed = words().filter((word) => [...prefixes].some((each) => word.startsWith(fold(each))));
      if (completed.length > 50) return { any: [...prefixes].map((each) => phrase([...before, each].join(" "), field, true)) };
      return { any: (completed.length ? completed : [last]).map((each) => phrase([...before, each].join(" "), field)) };
    }
    const more = variantsOf(term), texts = [text, respelled(text), ...joined(term)];
    if (!term.exact) texts.push(...more.forms);
    if (!term.exact && !term.alone) texts.push(...more.synonyms);
    const any = [...new Set(texts)].map((each) => phrase(each, field));
    any.push(otherStems(any[0]));
    if (!term.exact && !term.alone) any.push(...compounds(text, field));
    if (term.apart) any.push({ all: term.words.map((word) => expression(makeTerm([word], { alone: true }))) });
    return { any };
  }
  const related = (terms) => ({ // the related words of a bare word
    any: terms.length === 1 && isPlain(terms[0]) ? [...new Set(variantsOf(terms[0]).related)].map((each) => phrase(each, "")) : [],
  });
  return { anyOf: (terms) => ({ any: terms.map(expression) }), related, phraseLength, phrase: (term) => phrase(term.text, "") };
}
