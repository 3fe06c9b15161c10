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

// `facts`: rows of `synonyms`, pairs of `spellings`, and the pattern of `prefixes` that a hyphen may separate.
function makeMatcher(facts, words) {
  const synonyms = new Map(), spellings = new Map();
  for (const row of facts.synonyms) for (const phrase of row) synonyms.set(phrase, [...(synonyms.get(phrase) || []), ...row]);
  for (const [form, word] of facts.spellings) { // of whole words, and of their stems
    spellings.set(form, word);
    spellings.set("=" + stem(form), stem(word));
  }
  const prefix = new RegExp(`^(${facts.prefixes})`);
  const respelled = (text) => text.split(" ").map((word) => spellings.get(word) || word).join(" ");
  const phrase = (text, field, isPrefix = false) => ({ tokens: stems(text), field, isPrefix });
  const otherStems = ({ tokens: some, ...rest }) => ({ tokens: some.map((each) => spellings.get("=" + each) || each), ...rest });

  function forms(text) {
    return [fold(text), fold(respelled(text))].flatMap((form) => [form, form + "s", form.replace(/s$/, ""), form.replace(/es$/, "")]);
  }
  const others = (text) => synonyms.get(forms(text).find((form) => synonyms.has(form))) || [];
  const hasSynonyms = (text) => forms(text).some((form) => synonyms.has(form));

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
    for (const [known, row] of synonyms) {
      const rest = text.replaceAll(known, " ").split(" ").filter(Boolean);
      if (!rest.length || rest[0] === text || !isCjk(known)) continue;
      const any = (some) => ({ any: some.map((each) => phrase(each, field)) });
      yield { all: [any(row), ...rest.map((each) => any([each, ...others(each)]))] };
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
    const texts = [text, respelled(text), ...joined(term), ...(term.exact || term.alone ? [] : others(text))];
    const any = [...new Set(texts)].map((each) => phrase(each, field));
    any.push(otherStems(any[0]));
    if (!term.exact && !term.alone) any.push(...compounds(text, field));
    if (term.apart) any.push({ all: term.words.map((word) => expression(makeTerm([word], { alone: true }))) });
    return { any };
  }
  return { expression, anyOf: (terms) => ({ any: terms.map(expression) }), hasSynonyms, phrase: (term) => phrase(term.text, "") };
}
