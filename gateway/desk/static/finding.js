// The list of topics follows what is typed in the search box.

import { post } from "./outbox.js";
import { show } from "./regions.js";

const REST_MS = 220;

export class Finding {
  #timer = null;
  #latest = 0;

  /** `onFound()`: there is a list to look at. `onTrouble(isThere)`: the line is broken, or works again. */
  constructor(form, { onFound, onTrouble }) {
    Object.assign(this, { form, onFound, onTrouble });
    this.box = form.querySelector("input[type=search]");
    this.box.addEventListener("input", () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.find(), REST_MS);
    });
    addEventListener("online", () => this.box.value && this.find());
    if (this.box.value !== this.box.defaultValue) this.find(); // typed before this ran
  }

  async find() {
    clearTimeout(this.#timer);
    const asked = ++this.#latest;
    try {
      const answer = await post(this.form.action, new FormData(this.form), { "X-Part": "found" });
      if (asked !== this.#latest || answer.status !== 200) return;
      show(new DOMParser().parseFromString(answer.html, "text/html"));
      if (this.box.value) this.onFound();
      this.onTrouble(false);
    } catch {
      if (asked === this.#latest) this.onTrouble(true);
    }
  }

  clear() {
    this.#latest += 1;
    this.box.value = "";
    this.find();
  }
}
