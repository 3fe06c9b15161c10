// How words are made comparable, found and marked. Writes nothing into the page.
"use strict";

// As jkr folds them: no case, no accents, full-width forms as plain ones.
const fold = (text) => (/^[\x00-\x7f]*$/.test(text) ? text.toLowerCase()
  : text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g, "").normalize("NFC"));
const plain = (text) => " " + fold(text).replace(/[^\p{L}\p{N}]+/gu, " ").trim() + " ";
const cjk = /[\u1100-\u11ff\u3005-\u3007\u3041-\u318f\u31f0-\u31ff\u3400-\u9fff\uac00-\ud7ff\uf900-\ufaff]|[\ud840-\ud8bf]/;
// Words are found from their beginning; Chinese, Japanese and Korean text by any piece of it.
const beginning = (word) => (cjk.test(word) ? word : " " + word);
const whole = (words) => (cjk.test(words) ? words : " " + words + " ");

// What a search wants, and what it does not (-word): of each group one alternative, with all of its pieces.
// `rows` are synonyms, folded: words that find each other.
function makeWanted(rows) {
  const rowOf = new Map(rows.flatMap((row) => row.map((words) => [words, row])));
  const longest = Math.max(1, ...[...rowOf.keys()].map((words) => words.split(" ").length));
  const alternatives = (words) => {
    const text = words.join(" "), form = [text, text + "s", text.replace(/s$/, ""), text.replace(/es$/, "")].find((each) => rowOf.has(each));
    return [words.map(beginning), ...(rowOf.get(form) || []).map((other) => [whole(other)])];
  };
  const groups = (text) => {
    const words = plain(text).split(" ").filter(Boolean), found = [];
    while (words.length) { // the longest run of words that has synonyms
      let length = Math.min(longest, words.length);
      while (length > 1 && alternatives(words.slice(0, length)).length < 2) length--;
      found.push(alternatives(words.splice(0, length)));
    }
    return found;
  };
  return (text) => {
    const tokens = text.trim().split(/\s+/), without = tokens.filter((token) => /^-[^-]/.test(token));
    const parts = without.map((token) => plain(token).trim()).filter(Boolean);
    return {
      groups: groups(tokens.filter((token) => !without.includes(token)).join(" ")),
      excluded: parts.flatMap((part) => alternatives(part.split(" "))),
    };
  };
}
const holds = (text, alternative) => alternative.every((piece) => text.includes(piece));
const fits = (text, search) => search.groups.every((group) => group.some((each) => holds(text, each)))
  && !search.excluded.some((each) => holds(text, each));

// The highlight of matched words, where the browser has one. Its style is not in the page's own: validators do not know it.
function makeMarks() {
  if (!window.Highlight || !CSS.highlights) return null;
  document.styleSheets[0].insertRule("::highlight(match) { background-color: var(--match); color: var(--ink); }");
  const marks = new Highlight();
  CSS.highlights.set("match", marks);
  return marks;
}

// Adds a range for each of the words in the text of a part of the page.
function markIn(part, words, marks) {
  const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const origins = [];
    let text = "";
    for (const cluster of node.data.matchAll(/.[\u0300-\u036f\u3099\u309a]*/gsu)) {
      const folded = fold(cluster[0]);
      for (let unit = 0; unit < folded.length; unit++) origins.push([cluster.index, cluster.index + cluster[0].length]);
      text += folded;
    }
    for (const word of words) {
      const bare = word.trim(), after = (at) => text[at + bare.length] || " ";
      for (let at = text.indexOf(bare); at >= 0; at = text.indexOf(bare, at + bare.length)) {
        if (word[0] === " " && /[\p{L}\p{N}]/u.test(text[at - 1] || " ")) continue;
        if (word.endsWith(" ") && /[\p{L}\p{N}]/u.test(after(at))) continue;
        const range = new Range();
        range.setStart(node, origins[at][0]);
        range.setEnd(node, origins[at + bare.length - 1][1]);
        marks.add(range);
      }
    }
  }
}
