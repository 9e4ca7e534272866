// The inbox without reloading: what changed is read anew and put in place, and nothing that is being typed is lost.

import { keepDrafts } from "./drafts.js";
import { Live } from "./live.js";
import { isBusy, readPage, swapRegions } from "./regions.js";

const REST_MS = 60_000; // waiting times grow, also when nothing happens
const page = document.querySelector("[data-live]");

if (page) {
  const words = page.querySelector("[data-live-words]");
  const title = document.title;
  // What the page shows: also right when something came before the first state did.
  const newOnes = () => Number(page.querySelector("#tab-new .tab__count")?.textContent);

  const say = (text) => {
    if (words.textContent !== text) words.textContent = text;
  };

  const refresh = async () => {
    const { stamp, regions } = await readPage(location.href);
    if (!regions) return false;
    page.dataset.stamp = stamp;
    return swapRegions(page, regions);
  };

  const live = new Live(page.dataset.live, {
    onState: async (state) => {
      document.title = state.counts.new ? `(${state.counts.new}) ${title}` : title;
      const grew = state.counts.new > newOnes();
      const stamp = state[page.dataset.watch];
      if (page.dataset.watch === "case" && stamp === null) {
        say("Deze vraag is niet meer van jouw team.");
      } else if (stamp !== page.dataset.stamp && !document.hidden) {
        const waits = await refresh();
        if (waits) say("Deze vraag is intussen veranderd. Wat je typt, blijft staan.");
        else if (page.dataset.watch === "lists") say(grew ? "Er is een nieuwe vraag." : "De lijst is bijgewerkt.");
        else say("Er is iets veranderd in deze vraag. Je ziet het nieuwste.");
      }
    },
    onOver: () => (isBusy(page) ? say("Je bent afgemeld. Je tekst staat er nog: meld je opnieuw aan.") : location.reload()),
  });

  live.open();
  setInterval(() => document.hidden || refresh().catch(() => {}), REST_MS);
  document.addEventListener("visibilitychange", () => document.hidden || refresh().catch(() => {}));
  addEventListener("pagehide", () => live.close());
  addEventListener("pageshow", (event) => event.persisted && location.reload());
  keepDrafts(page);
}

// A search puts its answer in place; without this it is a page of its own.
document.addEventListener("submit", async (event) => {
  const into = document.getElementById(event.target.dataset.into ?? "");
  if (!into) return;
  event.preventDefault();
  const address = new URL(event.target.action);
  address.search = new URLSearchParams(new FormData(event.target));
  address.hash = "";
  try {
    const { found } = await readPage(address, into.id);
    if (found) into.replaceChildren(...found.childNodes);
  } catch {
    event.target.submit();
  }
});

// A second tap on a button that is already sending does nothing.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method !== "post") return;
  if ("sent" in event.target.dataset) event.preventDefault();
  event.target.dataset.sent = "";
});
