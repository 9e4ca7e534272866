// One conversation: sends what the forms of the page send, shows what comes back, keeps what fails.

import { Stream } from "./stream.js";

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
    if (this.messages.isEmpty) this.#catchUp();
    else this.messages.showLatest();
    this.stream.open(this.api.eventsUrl(this.id));
  }

  #take(event) {
    const form = event.target;
    if (form === this.composer.form) this.#takeTyped();
    else if ("examples" in form.dataset) this.#send({ text: event.submitter.value, shown: event.submitter.value });
    else if ("button" in form.dataset) this.#send({ text: form.elements.payload.value, shown: form.elements.title.value });
    else if ("wipe" in form.dataset) return this.#wipe(event);
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
      const answer = await this.#post(turn.text);
      if (turn.own.isConnected) this.#receive(answer, turn.own); // else it was wiped in the meantime
    } catch (problem) {
      this.#keep(turn, problem);
    } finally {
      this.composer.busy(false);
      this.#busy = false;
    }
  }

  async #post(text) {
    const turn = { conversation: this.id, text, language: null, city: this.page.dataset.city || null };
    try {
      return await this.api.send(turn);
    } catch (problem) {
      if (problem.status !== 404 || !this.id) throw problem;
      this.#forget(); // the conversation was wiped or has expired: start a new one with the same words
      return await this.api.send({ ...turn, conversation: null });
    }
  }

  #receive({ conversation, language, owner, messages }, own) {
    this.page.dataset.conversation = conversation;
    this.memory.set("conversation", conversation);
    const direction = messages.find((message) => message.language === language)?.direction;
    this.messages.mark(own, "sent", { language, direction });
    this.messages.add(messages);
    this.composer.showOwner(owner);
    this.composer.offerPageIn(language);
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

  async #catchUp() {
    try {
      const { messages, owner } = await this.api.history(this.id);
      if (this.messages.isEmpty) this.messages.restore(messages);
      else this.messages.add(messages);
      this.composer.showOwner(owner);
    } catch (problem) {
      if (problem.status === 404) this.#forget();
    }
  }

  /** On the page itself the form goes to the server, which also takes its cookie back. */
  #wipe(event) {
    const id = this.id;
    if (!("embedded" in this.page.dataset)) {
      this.#forget();
      return;
    }
    event.preventDefault();
    this.#wipeHere(id, event.target.closest("details"));
  }

  async #wipeHere(id, details) {
    try {
      if (id) await this.api.wipe(id);
    } catch (problem) {
      if (problem.status !== 404) return this.composer.fail(problem.forPeople || this.page.dataset.server, { retry: false });
    }
    this.#forget();
    this.#failed = null;
    this.messages.clear();
    this.composer.clear();
    this.composer.showOwner();
    details.open = false;
    this.composer.thinking.textContent = this.page.dataset.wiped;
    this.composer.text.focus();
  }

  #forget() {
    this.stream.close();
    this.memory.forget("conversation");
    this.page.dataset.conversation = "";
  }
}
