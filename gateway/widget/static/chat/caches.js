// The names of what is kept for when there is no network: shared by the page, the desk and the service worker.

export const SHELL = "wiedoetwat-shell-1";
export const CARDS = "wiedoetwat-cards-1";

async function ours() {
  return (await caches.keys()).filter((name) => name.startsWith("wiedoetwat-"));
}

/** Delete everything that was kept. */
export async function dropOurs() {
  if (!("caches" in globalThis)) return;
  await Promise.all((await ours()).map((name) => caches.delete(name)));
}
