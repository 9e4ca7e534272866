// Keeps the cards of this visit for when there is no network, and takes everything away when one wipes.
//
// Kept are public pages only (/t/<topic>, as a stranger gets them: without cookies), never what was said. Which cards one
// saw tells something too: so only those of one visit, at most twenty, a week at most, and gone with "wipe" and "forget me".

import { CARDS, SHELL, dropOurs } from "./caches.js";

const MOST = 20;
const WEEK_MS = 7 * 24 * 3600 * 1000;
const IDLE_MS = 2_000; // a page may never be idle
const DATE_LENGTH = 29; // "Thu, 26 Nov 2026 06:17:24 GMT"
const VISIT = "visit";
const THIS_VERSION = new URL("..", import.meta.url).href; // /scripts/<version>/, of the cards' pages too
const FILES = /\/(static|sheets|scripts)\/[^?]+$/;

export class Keeper {
  #going = Promise.resolve();
  #stop = new AbortController();

  constructor({ page, memory }) {
    Object.assign(this, { page, memory });
    this.works = "serviceWorker" in navigator && "caches" in window && !("embedded" in page.dataset);
  }

  /** Let the service worker in, and keep what it needs to show this page without network. */
  start() {
    if (!this.works) return;
    const { root, language, city } = this.page.dataset;
    navigator.serviceWorker.register(`${root}/service-worker.js`, { scope: `${root}/` }).catch(() => {}); // no offline, then
    this.#later(async (signal) => {
      await dropOld();
      const shell = await caches.open(SHELL);
      const address = `${root}/offline?${new URLSearchParams({ language, ...(city && { city }) })}`;
      await put(shell, { address, key: `${root}/offline`, signal });
      const files = performance.getEntriesByType("resource").map(({ name }) => name);
      await keepFiles(shell, files, signal);
      const old = (await shell.keys()).filter(({ url }) => url.includes("/scripts/") && !url.startsWith(THIS_VERSION));
      await Promise.all(old.map((request) => shell.delete(request)));
    });
  }

  /** The pages of the cards in these messages. */
  keep(messages) {
    if (!this.works || navigator.connection?.saveData) return;
    const { root, city } = this.page.dataset;
    const addresses = messages
      .filter(({ card, topic }) => card && topic)
      .map(({ topic, language }) => `${root}/t/${topic}?language=${language}${city ? `&city=${city}` : ""}`);
    if (addresses.length) this.#later((signal) => this.#keepPages(addresses, signal));
  }

  /** Nothing of ours stays in this browser. */
  async wipe() {
    this.memory.wipe();
    this.#stop.abort(); // what is still being kept need not be
    this.#stop = new AbortController();
    this.#going = this.#going.then(dropOurs, dropOurs);
    await this.#going;
  }

  async #keepPages(addresses, signal) {
    const isNewVisit = !this.memory.get(VISIT);
    this.memory.set(VISIT, "now");
    if (isNewVisit) await caches.delete(CARDS);
    const cards = await caches.open(CARDS);
    for (const address of addresses) {
      if (await cards.match(address)) continue;
      await put(cards, { address, key: address, signal });
      await keepFiles(await caches.open(SHELL), await filesOf(await cards.match(address)), signal);
    }
    const kept = await cards.keys();
    await Promise.all(kept.slice(0, -MOST).map((request) => cards.delete(request)));
  }

  /** One thing after the other, when the browser has time; a full disk or no network is no reason to complain. */
  #later(action) {
    const { signal } = this.#stop;
    const waits = window.requestIdleCallback ?? setTimeout; // which takes no options
    const idle = () => new Promise((resolve) => waits(resolve, { timeout: IDLE_MS }));
    const unlessStopped = () => (signal.aborted ? null : action(signal));
    this.#going = this.#going.then(idle).then(unlessStopped).catch(() => {});
  }
}

/** Static files by address; those that were just loaded come from the browser's own cache. */
async function keepFiles(cache, addresses, signal) {
  const files = addresses.map((address) => new URL(address, location.href));
  const own = files.filter(({ origin, pathname }) => origin === location.origin && FILES.test(pathname));
  const mode = "force-cache";
  await Promise.all(own.map(({ pathname, search }) => put(cache, { address: pathname + search, key: pathname, signal, mode })));
}

async function put(cache, { address, key, signal, mode = "default" }) {
  const response = await fetch(address, { credentials: "omit", cache: mode, signal });
  if (response.ok) await cache.put(key, response);
}

/** What a page needs to look as it does. */
async function filesOf(response) {
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const links = page.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src], use");
  return [...new Set([...links].map((each) => (each.getAttribute("href") ?? each.getAttribute("src")).split("#")[0]))];
}

async function dropOld() {
  const cards = await caches.open(CARDS);
  for (const request of await cards.keys()) {
    const date = (await cards.match(request))?.headers.get("Date") ?? "";
    const made = Date.parse(date.slice(0, DATE_LENGTH)); // application and server may both have set it
    if (!(Date.now() - made < WEEK_MS)) await cards.delete(request);
  }
}
