// Highlights the words that a search matches, without changing the page.
"use strict";

// The highlight of matches, or null if the browser has none. The script adds its style, which validators do not know.
function makeMarks() {
  if (!window.Highlight || !CSS.highlights) return null;
  document.styleSheets[0].insertRule("::highlight(match) { background-color: var(--match); color: var(--ink); }");
  const marks = new Highlight();
  CSS.highlights.set("match", marks);
  return marks;
}

// Adds a range for each phrase in the text of an element.
function markIn(part, phrases, marks) {
  const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const origins = [];
    let text = "";
    for (const cluster of node.data.matchAll(/.[\u0300-\u036f\u3099\u309a]*/gsu)) {
      const folded = fold(cluster[0]);
      for (let unit = 0; unit < folded.length; unit++) origins.push([cluster.index, cluster.index + cluster[0].length]);
      text += folded;
    }
    const words = tokens(text);
    words.forEach((_, at) => {
      const fits = ({ tokens: some, isPrefix }) => some.length && some.every((each, after) => {
        const word = words[at + after]?.[0];
        return word === each || (isPrefix && after === some.length - 1 && word?.startsWith(each));
      });
      const length = Math.max(0, ...phrases.filter(fits).map((phrase) => phrase.tokens.length));
      if (!length) return;
      const range = new Range();
      range.setStart(node, origins[words[at][1]][0]);
      range.setEnd(node, origins[words[at + length - 1][2] - 1][1]);
      marks.add(range);
    });
  }
}
