// Leaves nothing of a visit in this browser: first off the screen, then out of every store, then on the server.

/** On the document when a wipe begins: what still waits to be sent or shown is dropped. */
export const WIPED = "desk:wiped";
const RETRY_MS = 3_000;
const HOME = new URL("../", import.meta.url).pathname.slice(0, -1);
const opened = [];
const OTHERS = "BroadcastChannel" in window ? new BroadcastChannel("wiedoetwat-desk") : null;

/** Wipe when `form` (the wipe button) is sent; other windows of the desk follow. */
export function wipeOnSubmit() {
  document.addEventListener("submit", (event) => {
    if (!("wipe" in event.target.dataset)) return;
    event.preventDefault();
    wipe(event.target);
  });
  OTHERS?.addEventListener("message", ({ data }) => data === "wiped" && leave());
  // Out of the browser's memory of pages: what stood there may be of the resident before.
  addEventListener("pageshow", (event) => event.persisted && location.reload());
}

/** Open an address in a window that goes when the visit goes: a PDF has no script of ours that would see to it. */
export function openUntilWipe(address) {
  opened.push(window.open(address));
}

export async function wipe(form) {
  const { action } = form;
  const data = new FormData(form);
  emptyScreen();
  await emptyBrowser();
  await tellServer(action, data);
  OTHERS?.postMessage("wiped");
  leave();
}

/** Tell the other windows that somebody is there, and hear it from them. */
export function shareActivity(onActivity) {
  OTHERS?.addEventListener("message", ({ data }) => data === "active" && onActivity());
  return () => OTHERS?.postMessage("active");
}

function emptyScreen() {
  document.dispatchEvent(new Event(WIPED));
  opened.forEach((other) => other?.close());
  document.querySelectorAll("audio").forEach((audio) => audio.pause());
  const told = document.createElement("p");
  told.className = "page";
  told.setAttribute("role", "status");
  told.textContent = "We wissen alles …";
  document.getElementById("main").replaceChildren(told);
  document.title = "Digipunt – WieDoetWat";
}

async function emptyBrowser() {
  const steps = [
    () => sessionStorage.clear(),
    () => localStorage.clear(),
    async () => Promise.all((await caches.keys()).map((name) => caches.delete(name))),
    async () => Promise.all((await navigator.serviceWorker.getRegistrations()).map((worker) => worker.unregister())),
    async () => Promise.all((await indexedDB.databases()).map(({ name }) => indexedDB.deleteDatabase(name))),
    () => history.replaceState(null, "", location.pathname),
  ];
  // One that this browser does not have, or that is switched off, does not keep the others from being emptied.
  for (const step of steps) await Promise.resolve().then(step).catch(() => {});
}

/** Until it is done: without network the screen is empty already, and the server gives the visit up by itself as well. */
async function tellServer(action, data) {
  for (;;) {
    try {
      const answer = await fetch(action, { method: "POST", body: new URLSearchParams(data), cache: "no-store" });
      if (answer.status < 500) return;
    } catch {
      document.querySelector("#main [role=status]").textContent =
        "Het scherm is leeg. Er is geen internet: de rest wissen we zodra het kan. Laat deze pagina open.";
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

function leave() {
  opened.forEach((other) => other?.close());
  location.replace(HOME);
}
