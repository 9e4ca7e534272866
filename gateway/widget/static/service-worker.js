// Without network: an empty chat page that waits with what one types, and the cards of the last visit. See chat/keeper.js.
//
// With network it only passes on: nothing that is shown comes from here then, so nothing is ever old. It looks at pages and
// static files of residents and leaves everything else (the API, sounds, staff pages) alone. No module: not every browser
// has those here, so the names stand in chat/caches.js as well (a test compares them).

const SHELL = "wiedoetwat-shell-1";
const CARDS = "wiedoetwat-cards-1";
const ROOT = new URL(self.registration.scope).pathname;
const CURRENT = new Set([SHELL, CARDS]);

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => {
  event.waitUntil(Promise.all([dropOthers(), self.clients.claim()]));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin || !pathname.startsWith(ROOT)) return;
  const path = pathname.slice(ROOT.length);
  if (request.mode === "navigate" && path === "") event.respondWith(networkOr(request, chatPage));
  else if (request.mode === "navigate" && path.startsWith("t/")) event.respondWith(networkOr(request, cardPage));
  else if (/^(static|sheets|scripts)\//.test(path)) event.respondWith(networkOr(request, () => caches.match(pathname, { ignoreVary: true })));
});

async function networkOr(request, kept) {
  try {
    return await fetch(request);
  } catch (problem) {
    const found = await kept(request);
    if (found) return found;
    throw problem;
  }
}

function chatPage() {
  return caches.match(`${ROOT}offline`, { ignoreVary: true });
}

/** The card as it was kept; in another language or city than asked for is better than nothing. */
async function cardPage(request) {
  const cards = await caches.open(CARDS);
  const exact = await cards.match(request, { ignoreVary: true });
  return exact ?? (await cards.match(request, { ignoreVary: true, ignoreSearch: true })) ?? (await chatPage());
}

async function dropOthers() {
  const ours = (await caches.keys()).filter((name) => name.startsWith("wiedoetwat-"));
  const old = ours.filter((name) => !CURRENT.has(name));
  await Promise.all(old.map((name) => caches.delete(name)));
}
