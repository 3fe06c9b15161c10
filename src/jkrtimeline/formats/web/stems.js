// Words as in the index of jkr: folded and stemmed; Chinese, Japanese and Korean letters one by one.
"use strict";

// The stem of an English word, as SQLite's FTS5 makes it.
// Source: M. F. Porter, An algorithm for suffix stripping, Program 14 (1980).
const stem = (() => {
  const vowel = "(?:[aeiou]|(?<=[^aeiou])y)", consonant = "(?:[^aeiouy]|(?<![^aeiou])y)";
  const one = new RegExp(`^${consonant}*${vowel}+${consonant}+${vowel}*$`);
  const some = new RegExp(`${vowel}+${consonant}`), several = new RegExp(`${vowel}+${consonant}+${vowel}+${consonant}`);
  const any = new RegExp(vowel), short = new RegExp(`${consonant}${vowel}(?![wxy])${consonant}$`);
  const second = Object.entries({
    ational: "ate", tional: "tion", enci: "ence", anci: "ance", izer: "ize", logi: "log", bli: "ble", alli: "al", entli: "ent",
    eli: "e", ousli: "ous", ization: "ize", ation: "ate", ator: "ate", alism: "al", iveness: "ive", fulness: "ful",
    ousness: "ous", aliti: "al", iviti: "ive", biliti: "ble",
  });
  const third = Object.entries({ icate: "ic", ative: "", alize: "al", iciti: "ic", ical: "ic", ful: "", ness: "" });
  const fourth = ["al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion", "ou", "ism", "ate",
    "iti", "ous", "ive", "ize"];
  const longest = (word, endings) => endings.filter((each) => word.endsWith(each) && word.length > each.length)
    .sort((a, b) => b.length - a.length)[0];
  const replaced = (word, pairs) => {
    const ending = longest(word, pairs.map(([each]) => each));
    if (!ending) return word;
    const rest = word.slice(0, -ending.length);
    return some.test(rest) ? rest + pairs.find(([each]) => each === ending)[1] : word;
  };

  function stripped(word) {
    if (word.length < 3 || word.length > 64 || !/[a-z]$/.test(word)) return word;
    if (/(?:..ss|..?i)es$/.test(word) && (word.length > 4 || !word.endsWith("sses"))) word = word.slice(0, -2);
    else if (/[^s]s$/.test(word)) word = word.slice(0, -1);
    const ending = /eed$|ed$|ing$/.exec(word)?.[0], rest = ending && word.slice(0, -ending.length);
    if (ending === "eed") {
      if (some.test(rest)) word = word.slice(0, -1);
    } else if (ending && any.test(rest)) {
      word = rest;
      if (/(?:at|bl|iz)$/.test(word)) word += "e";
      else if (/([^aeioulsz])\1$/.test(word)) word = word.slice(0, -1);
      else if (one.test(word) && short.test(word)) word += "e";
    }
    if (word.endsWith("y") && any.test(word.slice(0, -1))) word = word.slice(0, -1) + "i";
    word = replaced(replaced(word, second), third);
    const last = longest(word, fourth);
    if (last) {
      const before = word.slice(0, -last.length);
      if (several.test(before) && (last !== "ion" || /[st]$/.test(before))) word = before;
    }
    if (word.endsWith("e")) {
      const before = word.slice(0, -1);
      if (several.test(before) || (one.test(before) && !short.test(before))) word = before;
    }
    return word.endsWith("ll") && several.test(word.slice(0, -1)) ? word.slice(0, -1) : word;
  }
  const cache = new Map();
  return (word) => {
    let stemmed = cache.get(word);
    if (stemmed === undefined) cache.set(word, stemmed = stripped(word));
    return stemmed;
  };
})();

const cjk = /[\u1100-\u11ff\u3005-\u3007\u3041-\u30fa\u30fc-\u318f\u31f0-\u31ff\u3400-\u9fff\uac00-\ud7ff\uf900-\ufaff]|[\ud840-\ud8bf]/;
const isCjk = (text) => [...text].every((letter) => cjk.test(letter));

// Folded as in jkr: without case and accents, full-width forms as plain ones.
const fold = (text) => (/^[\x00-\x7f]*$/.test(text) ? text.toLowerCase()
  : text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g, "").normalize("NFC"));

// The tokens of a text: [stem, start, end] in the folded text.
function tokens(folded) {
  const list = [];
  for (const match of folded.matchAll(/[\p{L}\p{N}\p{Co}]+/gu)) {
    let run = "", start = match.index, at = match.index;
    for (const letter of match[0]) {
      if (cjk.test(letter)) {
        if (run) list.push([stem(run), start, at]);
        list.push([letter, at, at + letter.length]);
        [run, start] = ["", at + letter.length];
      } else {
        run += letter;
      }
      at += letter.length;
    }
    if (run) list.push([stem(run), start, at]);
  }
  return list;
}
const stems = (text) => tokens(fold(text)).map(([each]) => each);
