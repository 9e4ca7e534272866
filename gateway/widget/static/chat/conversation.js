// One conversation: sends what the forms of the page send, shows what comes back, keeps what fails.

import { Stream } from "./stream.js";

// Ids of messages that are nowhere kept and may come again: the one that confirms "forget me" (after it there is no
// conversation), and an emergency number given while the database was away.
const FORGOTTEN = "forgotten";
const NOT_KEPT = /^(forgotten|unkept)/;

export class Conversation {
  #busy = false;
  #failed = null;

  constructor({ page, memory, api, messages, composer }) {
    Object.assign(this, { page, memory, api, messages, composer });
    this.stream = new Stream({
      onMessage: (message) => this.messages.add([message]),
      onReturn: () => this.#catchUp(),
    });
  }

  get id() {
    return this.page.dataset.conversation || null;
  }

  start() {
    this.page.addEventListener("submit", (event) => this.#take(event));
    this.composer.retry.addEventListener("click", () => this.#again());
    if (!this.id) this.page.dataset.conversation = this.memory.get("conversation") ?? "";
    if (!this.id) return;
    if (!this.messages.isEmpty) this.messages.showLatest();
    this.#catchUp();
    this.stream.open(this.api.eventsUrl(this.id));
  }

  #take(event) {
    const form = event.target;
    if (form === this.composer.form) this.#takeTyped();
    else if ("examples" in form.dataset) this.#send({ text: event.submitter.value, shown: event.submitter.value });
    else if ("button" in form.dataset) this.#send({ text: form.elements.payload.value, shown: form.elements.title.value });
    else if ("wipe" in form.dataset) this.#wipe(form);
    else return;
    event.preventDefault();
  }

  #takeTyped() {
    const text = this.#busy ? "" : this.composer.take();
    if (!text) return;
    this.composer.put("");
    this.#send({ text, shown: text, typed: true });
  }

  async #send(turn) {
    if (this.#busy) return;
    this.#busy = true;
    this.#dropFailed();
    this.composer.succeed();
    this.composer.busy(true);
    turn.own = this.messages.addOwn(turn.shown);
    try {
      const answer = await this.#post(turn);
      if (turn.own.isConnected) this.#receive(answer, turn.own); // else it was wiped in the meantime
    } catch (problem) {
      this.#keep(turn, problem);
    } finally {
      this.composer.busy(false);
      this.#busy = false;
    }
  }

  /** A tapped button says nothing about the language; a fresh choice or the page itself does. */
  #post({ text, typed }) {
    const language = this.memory.get("language") ?? (this.id || typed ? null : this.page.dataset.language);
    return this.api.send({ conversation: this.id, text, language, city: this.page.dataset.city || null });
  }

  #receive({ conversation, language, city, owner, messages }, own) {
    this.memory.forget("language");
    const direction = messages.find((message) => message.language === language)?.direction;
    this.messages.mark(own, "sent", { language, direction });
    this.composer.showOwner(owner);
    this.composer.offerPageIn(language);
    if (messages.some((message) => message.id === FORGOTTEN)) {
      this.#forget();
      this.messages.clear();
    } else if (conversation) {
      this.#remember(conversation, city);
    }
    this.messages.add(messages.map((message) => (NOT_KEPT.test(message.id) ? { ...message, id: "" } : message)));
  }

  #remember(conversation, city) {
    this.page.dataset.conversation = conversation;
    if (city) this.page.dataset.city = city;
    this.memory.set("conversation", conversation);
    this.stream.open(this.api.eventsUrl(conversation));
  }

  #keep(turn, problem) {
    this.#failed = turn;
    this.messages.mark(turn.own, "failed");
    if (turn.typed && !this.composer.text.value) this.composer.put(turn.text);
    const { network, server } = this.page.dataset;
    this.composer.fail(problem.forPeople || (problem.code === "network" ? network : server));
    turn.own.scrollIntoView({ block: "nearest" });
  }

  #again() {
    const turn = this.#failed;
    if (!turn) return;
    if (turn.typed && this.composer.text.value.trim() === turn.text) this.composer.put("");
    this.composer.text.focus();
    this.#send({ ...turn, own: null });
  }

  #dropFailed() {
    this.#failed?.own.remove();
    this.#failed = null;
  }

  /** What came while nobody listened. The resident's own words are there already, unless the page was reloaded. */
  async #catchUp() {
    const asked = this.id;
    try {
      const { messages, owner } = await this.api.history(asked);
      if (this.id !== asked) return;
      if (this.messages.isEmpty) this.messages.restore(messages);
      else this.messages.add(messages.filter((message) => message.from !== "resident"));
      this.composer.showOwner(owner);
    } catch (problem) {
      if (problem.status === 404 && this.id === asked) this.#forget();
    }
  }

  async #wipe(form) {
    try {
      if (this.id) await this.api.wipe(this.id);
    } catch (problem) {
      if (problem.status !== 404) return this.composer.fail(problem.forPeople || this.page.dataset.server, { retry: false });
    }
    this.#forget();
    this.#failed = null;
    if ("embedded" in this.page.dataset) this.#startOver(form);
    else form.submit(); // lets the server take its cookie back, and load an empty page
  }

  #startOver(form) {
    this.messages.clear();
    this.composer.clear();
    this.composer.showOwner();
    form.closest("details").open = false;
    this.composer.thinking.textContent = this.page.dataset.wiped;
    this.composer.text.focus();
  }

  #forget() {
    this.stream.close();
    this.memory.forget("conversation");
    this.page.dataset.conversation = "";
  }
}
