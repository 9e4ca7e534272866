// The way on to WhatsApp, there while a case is open: a code to scan from a phone, and an address to tap on one.

export class OnWhatsApp {
  #followed = "";

  /** `api.whatsapp(id)` gives `{code, url, qr}`, or fails where there is nothing to take along. */
  constructor({ page, api }) {
    this.api = api;
    this.box = page.querySelector("#along"); // absent where there is no number
  }

  /** Follow who speaks in conversation `id`: `bot`, `waiting` or `person`. Without a conversation nothing is shown. */
  async follow(id, owner = "bot") {
    const asked = id && owner !== "bot" ? `${id} ${owner}` : "";
    if (!this.box || (asked && asked === this.#followed)) return;
    this.#followed = asked;
    if (!asked) return this.#hide();
    try {
      const found = await this.api.whatsapp(id);
      if (asked === this.#followed) this.#show(found); // not when it was wiped meanwhile
    } catch (problem) {
      if (asked !== this.#followed) return;
      this.#followed = ""; // asked again at the next turn
      if (problem.status === 404) this.#hide();
    }
  }

  #show({ code, url, qr }) {
    this.box.querySelector("img").src = qr;
    this.box.querySelector("a").href = url;
    this.box.querySelector(".casecode").textContent = code;
    this.box.hidden = false;
  }

  #hide() {
    this.box.hidden = true;
    this.box.open = false;
    this.box.querySelector("img").removeAttribute("src");
    this.box.querySelector("a").removeAttribute("href");
    this.box.querySelector(".casecode").textContent = "";
  }
}
