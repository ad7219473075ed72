import { createElement, Fragment, type ReactNode } from 'react';

/** Text in Kartka's small markup: bold, italic, code and links are shown as such, everything else is plain words. */
export function RichWords({ text }: { text: string }) {
  // A parsed document runs no scripts and loads nothing; only its words and these four tags are taken over.
  return wordsIn(new DOMParser().parseFromString(text, 'text/html').body);
}

function wordsIn(place: Node): ReactNode {
  const pieces = [...place.childNodes].map((node) =>
    node instanceof Element ? wordsIn(node) : node.textContent,
  );
  return createElement(tagFor(place), null, ...pieces);
}

function tagFor(place: Node) {
  const name = place instanceof Element ? place.localName : '';
  if (name === 'b' || name === 'i' || name === 's' || name === 'code') return name;
  return name === 'a' ? 'u' : Fragment;
}
