// Nobody touches the computer: first a warning that both can read, a minute later everything is wiped.

import { shareActivity, wipe } from "./wiping.js";

const TOUCHES = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart", "input"];
const WARNING_SECONDS = 60;
const TELL_OTHERS_MS = 5_000;
const SPOKEN_AT = new Set([60, 30, 10]);

export function watchForIdleness() {
  const dialog = document.getElementById("idle");
  const left = dialog.querySelector("#idle-left");
  const told = dialog.querySelector("[role=status]"); // not every second: a screen reader says it three times
  const form = document.querySelector("form[data-wipe]");
  const patience = Number(dialog.dataset.seconds) * 1000;
  let touched = Date.now();
  let toldOthers = 0;
  const tellOthers = shareActivity(() => touch({ here: false }));

  function touch({ here = true } = {}) {
    if (dialog.open && here) return; // the dialog asks for a clear answer
    touched = Date.now();
    if (dialog.open) dialog.close();
    if (here && touched - toldOthers > TELL_OTHERS_MS) {
      toldOthers = touched;
      tellOthers();
    }
  }

  function stay() {
    dialog.close();
    touch();
  }

  /** By the clock, not by counting: a computer that slept wipes when it wakes. */
  function look() {
    if (!dialog.isConnected) return clearInterval(timer); // somebody wiped
    if ([...document.querySelectorAll("audio")].some((audio) => !audio.paused)) return touch({ here: false });
    const over = Date.now() - touched - patience;
    if (over >= WARNING_SECONDS * 1000) return wipeNow();
    if (over < 0) return;
    const seconds = Math.ceil(WARNING_SECONDS - over / 1000);
    if (!dialog.open) dialog.showModal();
    left.textContent = String(seconds);
    if (SPOKEN_AT.has(seconds)) told.textContent = left.closest("p").innerText;
  }

  function wipeNow() {
    clearInterval(timer);
    dialog.close();
    wipe(form);
  }

  const timer = setInterval(look, 1_000);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && look());
  for (const name of TOUCHES) document.addEventListener(name, () => touch(), { passive: true, capture: true });
  dialog.querySelector("[data-stay]").addEventListener("click", stay);
  dialog.querySelector("[data-wipe-now]").addEventListener("click", wipeNow);
  dialog.addEventListener("cancel", stay); // Escape is an answer too
}
