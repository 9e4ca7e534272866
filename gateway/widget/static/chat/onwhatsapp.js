// The way on to WhatsApp, there while a case is open: a code to scan from a phone, and an address to tap on one.

export class OnWhatsApp {
  /** `api.whatsapp(id)` gives `{code, url, qr}`, or fails where there is nothing to take along. */
  constructor({ page, api }) {
    this.api = api;
    this.box = page.querySelector("#along"); // absent where there is no number
  }

  /** Follow who speaks in conversation `id`: `bot`, `waiting` or `person`. */
  async follow(id, owner) {
    if (!this.box) return;
    if (!id || owner === "bot") return this.#hide();
    try {
      this.#show(await this.api.whatsapp(id));
    } catch (problem) {
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
  }
}
