// The box at the bottom: what is typed, what went wrong, who has the conversation.

const SLOW_MS = 7_000;

export class Composer {
  constructor(page) {
    this.words = page.dataset;
    this.bar = page.querySelector("#composer");
    this.form = page.querySelector("#box");
    this.text = page.querySelector("#text");
    this.error = page.querySelector("#chat-error");
    this.errorText = page.querySelector("#chat-error-text");
    this.retry = page.querySelector("#retry");
    this.call = page.querySelector("#call");
    this.thinking = page.querySelector("#thinking");
    this.owner = page.querySelector("#owner");
    this.switches = page.querySelectorAll("[data-switch]");
    this.text.addEventListener("keydown", (event) => this.#sendOnEnter(event));
    this.text.addEventListener("input", () => this.#fit());
    this.wipe = page.querySelector("#wipe");
    this.wipe.addEventListener("focusout", ({ relatedTarget }) => this.#closeWipe(relatedTarget));
    this.wipe.addEventListener("keydown", ({ key }) => key === "Escape" && this.#closeWipe(this.bar));
    this.#fit();
    new ResizeObserver(() => this.#measure()).observe(this.bar);
  }

  /** The question "wipe?" lies over the box: it goes when the keyboard goes elsewhere, or on Escape. */
  #closeWipe(goesTo) {
    if (!goesTo || this.wipe.contains(goesTo)) return;
    this.wipe.open = false;
    if (goesTo === this.bar) this.wipe.querySelector("summary").focus();
  }

  /** The typed text; empty text is refused with a message. */
  take() {
    const typed = this.text.value.trim();
    if (!typed) this.fail(this.words.empty, { retry: false });
    return typed;
  }

  clear() {
    this.put("");
    this.succeed();
  }

  put(text) {
    this.text.value = text;
    this.#fit();
  }

  busy(isBusy) {
    clearTimeout(this.slow);
    this.thinking.textContent = isBusy ? this.words.thinking : "";
    if (isBusy) this.slow = setTimeout(() => (this.thinking.textContent = this.words.slow), SLOW_MS);
    this.form.setAttribute("aria-busy", String(isBusy));
  }

  fail(message, { retry = true } = {}) {
    delete this.bar.dataset.state;
    this.call.hidden = true;
    this.errorText.textContent = message;
    this.error.hidden = false;
    this.retry.hidden = !retry;
    this.text.setAttribute("aria-invalid", "true");
    this.text.setAttribute("aria-describedby", this.errorText.id);
    this.#measure();
    if (!retry) this.text.focus();
  }

  /** Nothing is wrong with what was typed: it waits, and goes by itself. */
  wait() {
    if (this.bar.dataset.state === "waiting") return;
    this.bar.dataset.state = "waiting";
    this.errorText.textContent = this.words.offline;
    this.error.hidden = false;
    this.retry.hidden = !navigator.onLine; // without network there is nothing to try
    this.call.hidden = false;
    this.#measure();
  }

  succeed() {
    const hadFocus = this.error.contains(document.activeElement);
    delete this.bar.dataset.state;
    this.error.hidden = true;
    this.errorText.textContent = "";
    this.text.removeAttribute("aria-invalid");
    this.text.removeAttribute("aria-describedby");
    if (hadFocus) this.text.focus();
  }

  /** `bot`, `waiting` or `person`. */
  showOwner(owner = "bot") {
    const words = this.owner.dataset[owner] ?? "";
    if (this.owner.textContent !== words) this.owner.textContent = words;
    this.owner.hidden = !words;
  }

  /** The resident writes another language than the page: offer the page in that one. */
  offerPageIn(language) {
    for (const form of this.switches) form.hidden = form.dataset.switch !== language;
  }

  #sendOnEnter(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.form.requestSubmit();
  }

  /** How much of the window the bar covers, so that nothing scrolls to a place behind it. */
  #measure() {
    document.documentElement.style.setProperty("--composer", `${this.bar.offsetHeight}px`);
  }

  /** As high as its text, and in the direction of its text (empty: the page's, for the placeholder). */
  #fit() {
    this.text.dir = this.text.value ? "auto" : document.documentElement.dir;
    if (CSS.supports("field-sizing", "content")) return;
    this.text.style.blockSize = "auto";
    this.text.style.blockSize = `${this.text.scrollHeight + 2}px`;
  }
}
