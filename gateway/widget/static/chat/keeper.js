// Keeps the cards of this visit for when there is no network, and takes everything away when one wipes.
//
// Kept are public pages only (/t/<topic>, as a stranger gets them: without cookies), never what was said. Which cards one
// saw tells something too: so only those of one visit, at most twenty, a week at most, and gone with "wipe" and "forget me".

import { CARDS, SHELL, dropOurs } from "./caches.js";

const MOST = 20;
const WEEK_MS = 7 * 24 * 3600 * 1000;
const DATE_LENGTH = 29; // "Thu, 26 Nov 2026 06:17:24 GMT"
const VISIT = "visit";
const FILES = /\/(static|sheets|scripts)\/[^?]+$/;

export class Keeper {
  #going = Promise.resolve();

  constructor({ page, memory }) {
    Object.assign(this, { page, memory });
    this.works = "serviceWorker" in navigator && "caches" in window && !("embedded" in page.dataset);
  }

  /** Let the service worker in, and keep what it needs to show this page without network. */
  start() {
    if (!this.works) return;
    const { root, language, city } = this.page.dataset;
    navigator.serviceWorker.register(`${root}/service-worker.js`, { scope: `${root}/` }).catch(() => {}); // no offline, then
    this.#later(async () => {
      await dropOld();
      const shell = await caches.open(SHELL);
      const address = `${root}/offline?${new URLSearchParams({ language, ...(city && { city }) })}`;
      await put(shell, address, `${root}/offline`);
      const files = performance.getEntriesByType("resource").map(({ name }) => name);
      await keepFiles(shell, files);
      const old = (await shell.keys()).filter(({ url }) => url.includes("/scripts/") && !files.includes(url));
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
    if (addresses.length) this.#later(() => this.#keepPages(addresses));
  }

  /** Nothing of ours stays in this browser. */
  async wipe() {
    this.memory.wipe();
    this.#going = this.#going.then(dropOurs, dropOurs);
    await this.#going;
  }

  async #keepPages(addresses) {
    if (!this.memory.get(VISIT)) await caches.delete(CARDS); // another visit than that of the cards
    this.memory.set(VISIT, "now");
    const cards = await caches.open(CARDS);
    for (const address of addresses) {
      if (await cards.match(address)) continue;
      await put(cards, address, address);
      await keepFiles(await caches.open(SHELL), await filesOf(await cards.match(address)));
    }
    const kept = await cards.keys();
    await Promise.all(kept.slice(0, -MOST).map((request) => cards.delete(request)));
  }

  /** One thing after the other, when the browser has time; a full disk or no network is no reason to complain. */
  #later(action) {
    const idle = () => new Promise((resolve) => (window.requestIdleCallback ?? setTimeout)(resolve));
    this.#going = this.#going.then(idle).then(action).catch(() => {});
  }
}

/** Static files by address; those that were just loaded come from the browser's own cache. */
async function keepFiles(cache, addresses) {
  const files = addresses.map((address) => new URL(address, location.href));
  const own = files.filter(({ origin, pathname }) => origin === location.origin && FILES.test(pathname));
  await Promise.all(own.map(({ pathname, search }) => put(cache, pathname + search, pathname, "force-cache")));
}

/** What a page needs to look as it does. */
async function filesOf(response) {
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const links = page.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src], use");
  return [...new Set([...links].map((each) => (each.getAttribute("href") ?? each.getAttribute("src")).split("#")[0]))];
}

async function put(cache, address, key, mode = "default") {
  const response = await fetch(address, { credentials: "omit", cache: mode });
  if (response.ok) await cache.put(key, response);
}

async function dropOld() {
  const cards = await caches.open(CARDS);
  for (const request of await cards.keys()) {
    const date = (await cards.match(request))?.headers.get("Date") ?? "";
    const made = Date.parse(date.slice(0, DATE_LENGTH)); // application and server may both have set it
    if (!(Date.now() - made < WEEK_MS)) await cards.delete(request);
  }
}
