// The slip on the screen: printing, wiping, and nobody there.

import { watchForIdleness } from "./idle.js";
import { wipeOnSubmit } from "./wiping.js";

const print = document.querySelector("[data-print]");
print.hidden = false;
print.addEventListener("click", () => window.print());
wipeOnSubmit();
watchForIdleness();
