// Marks the words of a message while they are spoken, from the timings that the server keeps with the sound.
//
// The words are those of the elements with data-said (title, text, steps), cut at white space as the server does. A step has
// words before it that are only spoken ("Stap 1:"). Where the counts do not fit, nothing is marked: rather no mark than a
// wrong one. Browsers without the Highlight API get the whole element marked.

const NAME = "spoken";
const MARKED = "is-spoken";
const ORDER = ["title", "text", "step"];
const SAME_SECONDS = 0.4; // an mp3 is a little longer than the speech in it
const painted = globalThis.CSS?.highlights && globalThis.Highlight ? CSS.highlights : null;

export class Follower {
  #timings = null;
  #words = null;
  #frame = 0;
  #at = -1;
  #leftAlone = false;

  constructor(article, audio) {
    Object.assign(this, { article, audio });
  }

  async start() {
    cancelAnimationFrame(this.#frame);
    this.#leftAlone = false;
    addEventListener("wheel", this.#leave, { passive: true });
    addEventListener("touchmove", this.#leave, { passive: true });
    this.#timings ??= await fetchTimings(this.audio.currentSrc || this.audio.src);
    this.#words ??= wordsOf(this.article, this.#timings);
    if (this.#words && !this.audio.paused) this.#follow();
  }

  stop({ clear }) {
    cancelAnimationFrame(this.#frame);
    removeEventListener("wheel", this.#leave);
    removeEventListener("touchmove", this.#leave);
    if (!clear) return;
    this.#at = -1;
    unmark(this.article);
  }

  /** Who scrolls reads elsewhere: do not pull the page back. */
  #leave = () => {
    this.#leftAlone = true;
  };

  #follow() {
    const { spans, seconds } = this.#timings;
    const isThisSound = Math.abs(this.audio.duration - seconds) < SAME_SECONDS; // a cached older one may be another voice's
    if (isThisSound) this.#mark(lastBefore(spans, this.audio.currentTime));
    this.#frame = requestAnimationFrame(() => this.#follow());
  }

  #mark(at) {
    if (at === this.#at) return;
    this.#at = at;
    unmark(this.article);
    if (at < 0) return;
    const [, first, end] = this.#timings.spans[at];
    const words = this.#words.slice(first, end).filter(Boolean);
    if (!words.length) return;
    if (painted) painted.set(NAME, new Highlight(...words.map(rangeOf)));
    else words[0].element.classList.add(MARKED);
    if (!this.#leftAlone) this.#keepInSight(words[0]);
  }

  #keepInSight(word) {
    const { bottom, top } = rangeOf(word).getBoundingClientRect();
    const covered = document.querySelector("#composer")?.getBoundingClientRect().top ?? innerHeight;
    if (top < 0 || bottom > covered) word.element.scrollIntoView({ block: "nearest" });
  }
}

function unmark(article) {
  painted?.delete(NAME);
  article.querySelectorAll(`.${MARKED}`).forEach((element) => element.classList.remove(MARKED));
}

async function fetchTimings(address) {
  try {
    const response = await fetch(address.replace(/\.mp3$/, ".json"));
    return response.ok ? await response.json() : null;
  } catch {
    return null; // no network for it: the sound alone will do
  }
}

/** Each word as `{node, start, end, element}`, null for one that is only spoken; or null when they do not fit. */
function wordsOf(article, timings) {
  if (!timings) return null;
  const parts = ORDER.flatMap((part) => [...article.querySelectorAll(`[data-said=${part}]`)]);
  const said = parts.map((element) => ({ element, words: wordsIn(element) }));
  const steps = said.filter(({ element }) => element.dataset.said === "step").length;
  const spare = timings.words - said.reduce((sum, { words }) => sum + words.length, 0);
  if (spare < 0 || (spare && (!steps || spare % steps))) return null;
  const before = steps ? spare / steps : 0;
  return said.flatMap(({ element, words }) => (element.dataset.said === "step" ? [...Array(before).fill(null), ...words] : words));
}

function wordsIn(element) {
  const words = [];
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (const { index, 0: word } of node.data.matchAll(/\S+/g)) words.push({ node, start: index, end: index + word.length, element });
  }
  return words;
}

function rangeOf({ node, start, end }) {
  const range = new Range();
  range.setStart(node, start);
  range.setEnd(node, end);
  return range;
}

/** The number of the last span that has begun; -1 before the first. */
function lastBefore(spans, seconds) {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spans[middle][0] <= seconds) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
