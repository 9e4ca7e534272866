// The page that the service worker shows when there is no network: the cards of the last visit, and back to the real page
// as soon as it can be reached.

import { CARDS } from "./caches.js";

const TRY_EVERY_MS = 10_000;

export async function showOffline({ page, memory, text }) {
  const place = document.getElementById("offline");
  if (!place) return;
  addEventListener("online", goBack);
  setInterval(goBack, TRY_EVERY_MS);
  await listCards(place);

  async function goBack() {
    const answer = await fetch(`${page.dataset.root}/healthz`, { cache: "no-store" }).catch(() => null);
    if (!answer?.ok) return;
    if (text.value) memory.set("draft", text.value);
    location.reload();
  }
}

async function listCards(place) {
  const cards = "caches" in window ? await caches.open(CARDS) : null;
  const list = place.querySelector("ul");
  for (const request of (await cards?.keys()) ?? []) {
    const page = new DOMParser().parseFromString(await (await cards.match(request)).text(), "text/html");
    const heading = page.querySelector("main h1");
    if (!heading) continue;
    const link = document.createElement("a");
    const { pathname, search } = new URL(request.url);
    Object.assign(link, { href: pathname + search, textContent: heading.textContent, lang: page.documentElement.lang, dir: page.documentElement.dir });
    const item = document.createElement("li");
    item.append(link);
    list.append(item);
  }
  place.querySelector("[data-cards]").hidden = !list.childElementCount;
}
