// The list of messages: each shown once, in its own language and direction; what waits to be sent stays last.

import { fill } from "./fill.js";
import { viewOf } from "./view.js";

const NEAR_END_PX = 240;
const UNSENT = ":is([data-state=sending], [data-state=waiting])";

export class MessageList {
  constructor(page, { voice }) {
    this.page = page;
    this.voice = voice;
    this.list = page.querySelector("#messages");
    this.welcome = page.querySelector("#welcome");
    this.thinking = page.querySelector("#thinking");
    this.jump = page.querySelector("#jump");
    this.seen = new IntersectionObserver((entries) => this.#hideJump(entries));
    this.jump.addEventListener("click", () => this.#goTo(this.unseen));
    for (const article of this.list.children) this.voice.add(article);
  }

  get isEmpty() {
    return this.list.childElementCount === 0;
  }

  /** Add what is not there yet, and bring the start of it into view; gives back what was added. */
  add(messages, { quietly = false } = {}) {
    const wasNearEnd = this.#isNearEnd();
    const added = messages.flatMap((message) => this.#addOne(message));
    if (!added.length) return added;
    this.welcome.hidden = true;
    if (quietly) return added;
    this.unseen = added[0];
    if (wasNearEnd) this.#goTo(this.#startOfTurn(added[0]));
    else this.#offerJump();
    return added;
  }

  /** Show a message of the resident before the server has it; the one that is there already stays. */
  addOwn(turn) {
    // The tapped example disappears: the keyboard goes on in the list. (Not in the box: phones would open their keyboard.)
    if (this.welcome.contains(document.activeElement)) this.list.focus({ preventScroll: true });
    this.welcome.hidden = true;
    document.getElementById("choice")?.remove();
    if (this.find(turn)) return;
    const { id, shown: text } = turn;
    const own = this.#append({ id, from: "resident", kind: "text", text, language: this.page.dataset.language, direction: "auto" }, null);
    this.mark(own, "sending");
    this.jump.hidden = true;
    this.thinking.scrollIntoView({ block: "end" });
  }

  /** `sending`, `waiting`, `failed` or `sent`; language and direction as the server understood them. */
  mark(own, state, { language, direction } = {}) {
    own.dataset.state = state;
    if (language) own.lang = language;
    if (direction) own.dir = direction;
    own.querySelector(".message__state")?.remove();
    const words = { sending: this.page.dataset.sending, waiting: this.page.dataset.waiting, failed: this.page.dataset.notSent }[state];
    if (!words) return;
    const line = document.createElement("p");
    line.className = "message__state";
    line.lang = this.page.dataset.language;
    line.dir = document.documentElement.dir;
    line.textContent = words;
    own.append(line);
  }

  /** What is there already stays; what the resident said then counts as sent, so that what follows stands under it. */
  #addOne(message) {
    const there = this.find(message);
    if (!there) return [this.#append(message)];
    if (there.matches(UNSENT) && message.from === "resident") this.mark(there, "sent", message);
    return [];
  }

  find({ id }) {
    return id ? this.list.querySelector(`[data-id="${CSS.escape(id)}"]`) : null;
  }

  /** Old messages come back without a screen reader reading all of them. */
  restore(messages) {
    this.list.setAttribute("aria-live", "off");
    this.add(messages, { quietly: true });
    this.showLatest();
    setTimeout(() => this.list.setAttribute("aria-live", "polite"), 1000);
  }

  showLatest() {
    if (document.getElementById("choice")) return; // someone came for that
    const turns = this.list.querySelectorAll('[data-from="resident"]');
    (turns[turns.length - 1] ?? this.list.lastElementChild)?.scrollIntoView({ block: "start" });
  }

  clear() {
    this.list.replaceChildren();
    this.jump.hidden = true;
    this.welcome.hidden = false;
  }

  /** Before what waits to be sent; `before` null: at the very end. */
  #append(message, before = this.list.querySelector(UNSENT)) {
    const template =
      document.getElementById(`message-${message.language}`) ?? document.getElementById(`message-${this.page.dataset.language}`);
    const copy = template.content.cloneNode(true);
    fill(copy, viewOf(message, template.dataset));
    const article = copy.firstElementChild;
    if (!message.id) article.dataset.id = "";
    this.voice.add(article);
    this.list.insertBefore(article, before);
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
