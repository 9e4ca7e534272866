// The list of messages: each shown once, in its own language and direction.

import { fill } from "./fill.js";
import { addPlayer } from "./player.js";
import { viewOf } from "./view.js";

const NEAR_END_PX = 240;

export class MessageList {
  constructor(page) {
    this.page = page;
    this.list = page.querySelector("#messages");
    this.welcome = page.querySelector("#welcome");
    this.thinking = page.querySelector("#thinking");
    this.jump = page.querySelector("#jump");
    this.seen = new IntersectionObserver((entries) => this.#hideJump(entries));
    this.jump.addEventListener("click", () => this.#goTo(this.unseen));
    this.list.querySelectorAll("[data-listen]").forEach((listen) => addPlayer(listen, page.dataset.audioError));
  }

  get isEmpty() {
    return this.list.childElementCount === 0;
  }

  /** Add what is not there yet, and bring the start of it into view. */
  add(messages, { quietly = false } = {}) {
    const wasNearEnd = this.#isNearEnd();
    const added = messages.filter((message) => !this.#has(message)).map((message) => this.#append(message));
    if (!added.length) return;
    this.welcome.hidden = true;
    if (quietly) return;
    this.unseen = added[0];
    if (wasNearEnd) this.#goTo(this.#startOfTurn(added[0]));
    else this.#offerJump();
  }

  /** Show a message of the resident before the server has it. */
  addOwn(text) {
    // The tapped example disappears: the keyboard goes on in the list. (Not in the box: phones would open their keyboard.)
    if (this.welcome.contains(document.activeElement)) this.list.focus({ preventScroll: true });
    this.welcome.hidden = true;
    const own = this.#append({ id: "", from: "resident", kind: "text", text, language: this.page.dataset.language, direction: "auto" });
    this.mark(own, "sending");
    this.jump.hidden = true;
    this.thinking.scrollIntoView({ block: "end" });
    return own;
  }

  /** `sending`, `failed` or `sent`; language and direction as the server understood them. */
  mark(own, state, { language, direction } = {}) {
    own.dataset.state = state;
    if (language) own.lang = language;
    if (direction) own.dir = direction;
    own.querySelector(".message__state")?.remove();
    const words = { sending: this.page.dataset.sending, failed: this.page.dataset.notSent }[state];
    if (!words) return;
    const line = document.createElement("p");
    line.className = "message__state";
    line.lang = this.page.dataset.language;
    line.dir = document.documentElement.dir;
    line.textContent = words;
    own.append(line);
  }

  /** Old messages come back without a screen reader reading all of them. */
  restore(messages) {
    this.list.setAttribute("aria-live", "off");
    this.add(messages, { quietly: true });
    this.showLatest();
    setTimeout(() => this.list.setAttribute("aria-live", "polite"), 1000);
  }

  showLatest() {
    const turns = this.list.querySelectorAll('[data-from="resident"]');
    (turns[turns.length - 1] ?? this.list.lastElementChild)?.scrollIntoView({ block: "start" });
  }

  clear() {
    this.list.replaceChildren();
    this.jump.hidden = true;
    this.welcome.hidden = false;
  }

  #has({ id }) {
    return Boolean(id) && this.list.querySelector(`[data-id="${CSS.escape(id)}"]`) !== null;
  }

  #append(message) {
    const template =
      document.getElementById(`message-${message.language}`) ?? document.getElementById(`message-${this.page.dataset.language}`);
    const copy = template.content.cloneNode(true);
    fill(copy, viewOf(message, template.dataset));
    const article = copy.firstElementChild;
    if (!message.id) article.dataset.id = "";
    article.querySelectorAll("[data-listen]").forEach((listen) => addPlayer(listen, this.page.dataset.audioError));
    this.list.append(article);
    return article;
  }

  #startOfTurn(article) {
    const before = article.previousElementSibling;
    return before?.dataset.from === "resident" ? before : article;
  }

  #offerJump() {
    this.jump.hidden = false;
    this.seen.disconnect();
    this.seen.observe(this.unseen);
  }

  #hideJump(entries) {
    if (entries.some((entry) => entry.isIntersecting)) this.jump.hidden = true;
  }

  #goTo(article) {
    this.jump.hidden = true;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    article?.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
  }

  #isNearEnd() {
    const { scrollHeight, clientHeight, scrollTop } = document.documentElement;
    return scrollHeight - clientHeight - scrollTop < NEAR_END_PX;
  }
}
