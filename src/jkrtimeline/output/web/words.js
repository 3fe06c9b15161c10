// How words are made comparable, found and marked. Writes nothing into the page.
"use strict";

// As jkr folds them: no case, no accents, full-width forms as plain ones.
const fold = (text) => (/^[\x00-\x7f]*$/.test(text) ? text.toLowerCase()
  : text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g, "").normalize("NFC"));
const plain = (text) => " " + fold(text).replace(/[^\p{L}\p{N}]+/gu, " ").trim();
const cjk = /[\u1100-\u11ff\u3005-\u3007\u3041-\u318f\u31f0-\u31ff\u3400-\u9fff\uac00-\ud7ff\uf900-\ufaff]|[\ud840-\ud8bf]/;
// Words are found from their beginning; Chinese, Japanese and Korean text by any piece of it.
const wanted = (text) => plain(text).split(" ").filter(Boolean).map((word) => (cjk.test(word) ? word : " " + word));

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
      const bare = word.trimStart();
      for (let at = text.indexOf(bare); at >= 0; at = text.indexOf(bare, at + bare.length)) {
        if (word !== bare && /[\p{L}\p{N}]/u.test(text[at - 1] || " ")) continue;
        const range = new Range();
        range.setStart(node, origins[at][0]);
        range.setEnd(node, origins[at + bare.length - 1][1]);
        marks.add(range);
      }
    }
  }
}
