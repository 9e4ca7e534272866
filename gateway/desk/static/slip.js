// The slip on the screen: printing, wiping, and nobody there.

import { watchForIdleness } from "./idle.js";
import { openUntilWipe, wipeOnSubmit } from "./wiping.js";

const print = document.querySelector("[data-print]");
print.hidden = false;
print.addEventListener("click", () => window.print());
document.querySelector("[data-pdf]").addEventListener("click", (event) => {
  event.preventDefault();
  openUntilWipe(event.currentTarget.href);
});
wipeOnSubmit();
watchForIdleness();
