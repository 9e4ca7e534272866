// One conversation: takes what the forms of the page send, shows what comes back.

import { Outbox } from "./outbox.js";
import { Stream } from "./stream.js";

// Ids of messages that are nowhere kept and may come again: the one that confirms "forget me" (after it there is no
// conversation), and an emergency number given while the database was away.
const FORGOTTEN = "forgotten";
const NOT_KEPT = /^(forgotten|unkept)/;

export class Conversation {
  constructor({ page, memory, api, messages, composer, voice, keeper, onWhatsApp }) {
    Object.assign(this, { page, memory, api, messages, composer, voice, keeper, onWhatsApp });
    this.outbox = new Outbox({
      memory,
      send: (turn) => this.#post(turn),
      changed: (turn, state, told) => this.#show(turn, state, told),
    });
    this.early = []; // what the bot said while a question was still under way
    this.stream = new Stream({
      onMessage: (message) => this.#hear(message),
      onReturn: () => this.#comeBack(),
    });
  }

  get id() {
    return this.page.dataset.conversation || null;
  }

  async start() {
    this.page.addEventListener("submit", (event) => this.#take(event));
    this.composer.retry.addEventListener("click", () => this.#again());
    if (!this.id) this.page.dataset.conversation = this.memory.get("conversation") ?? "";
    if (this.id) {
      if (!this.messages.isEmpty) this.messages.showLatest();
      await this.#catchUp();
    }
    this.#wipeDoomed();
    if (this.id) this.stream.open(this.api.eventsUrl(this.id));
    if (this.outbox.isEmpty) return;
    this.outbox.turns.forEach((turn) => this.messages.addOwn(turn));
    this.outbox.hurry();
  }

  #take(event) {
    const form = event.target;
    const { submitter } = event;
    if (form === this.composer.form) this.#takeTyped();
    else if ("examples" in form.dataset) this.#send({ text: submitter.value, shown: submitter.value });
    else if ("button" in form.dataset) this.#send({ text: form.elements.payload.value, shown: form.elements.title.value });
    else if ("topic" in form.dataset) this.#sendTopic(form.elements);
    else if ("wipe" in form.dataset) this.#wipe(form);
    else return;
    event.preventDefault();
  }

  #takeTyped() {
    const text = this.composer.take();
    if (!text) return;
    this.composer.put("");
    this.#send({ text, shown: text, typed: true });
  }

  #sendTopic({ topic, title }) {
    document.getElementById("choice")?.remove(); // chosen: the answer takes its place, and the keyboard goes on there
    this.messages.list.focus({ preventScroll: true });
    this.#send({ text: title.value, shown: title.value, topic: topic.value });
  }

  /** A tapped button says nothing about the language; a fresh choice or the page itself does. */
  #send(turn) {
    this.#dropFailed();
    this.composer.succeed();
    this.voice.hush();
    const chosen = this.memory.get("language");
    const language = chosen ?? (this.id || turn.typed ? null : this.page.dataset.language);
    this.memory.forget("language");
    this.messages.addOwn(this.outbox.add({ ...turn, language }));
    this.outbox.hurry();
  }

  #post({ text, language, id, topic }) {
    const { city, language: page_language } = this.page.dataset;
    return this.api.send({ conversation: this.id, text, language, page_language, city: city || null, message: id, topic });
  }

  #receive({ conversation, language, city, owner, messages }, own) {
    const direction = messages.find((message) => message.language === language)?.direction;
    this.messages.mark(own, "sent", { language, direction });
    this.composer.offerPageIn(language);
    if (messages.some((message) => message.id === FORGOTTEN)) {
      this.#forget();
      this.keeper.wipe();
      this.messages.clear();
    } else if (conversation) {
      this.#remember(conversation, city);
    }
    this.#showOwner(owner);
    const added = this.messages.add(messages.map((message) => (NOT_KEPT.test(message.id) ? { ...message, id: "" } : message)));
    this.voice.readOut(added);
    this.keeper.keep(messages);
  }

  /**
   * A message on its own: who speaks from now on may have changed with it. The answer to a question can come this way
   * before the question counts as sent: it waits, so that it stands under it.
   */
  #hear(message) {
    if (message.from === "bot" && this.outbox.isSending) return void this.early.push(message);
    this.voice.readOut(this.messages.add([message]));
    if (message.kind === "handover" || message.from === "person") this.#catchUp();
  }

  #showOwner(owner = "bot") {
    this.composer.showOwner(owner);
    this.onWhatsApp.follow(this.id, owner);
  }

  #remember(conversation, city) {
    this.page.dataset.conversation = conversation;
    if (city) this.page.dataset.city = city;
    this.memory.set("conversation", conversation);
    this.stream.open(this.api.eventsUrl(conversation));
  }

  /** How far a message of the resident is, on the message and in the bar at the bottom. */
  #show(turn, state, { answer, problem } = {}) {
    this.#showState(turn, state, { answer, problem });
    if (state !== "sending") this.#hearEarly();
  }

  #hearEarly() {
    const early = this.early.splice(0);
    if (this.id) this.voice.readOut(this.messages.add(early));
    if (early.some(({ kind }) => kind === "handover")) this.#catchUp();
  }

  #showState(turn, state, { answer, problem }) {
    const own = this.messages.find(turn);
    if (!own) return;
    const isWaiting = own.dataset.state === "waiting"; // trying again is nothing new to see
    this.composer.busy(state === "sending" && !isWaiting);
    if (state === "sent") {
      if (this.outbox.isEmpty) this.composer.succeed();
      this.#receive(answer, own);
    } else if (state === "failed") {
      this.#fail(turn, own, problem);
    } else if (!isWaiting) {
      this.messages.mark(own, state);
      if (state === "waiting") this.composer.wait();
    }
  }

  #fail(turn, own, problem) {
    this.failed = turn;
    this.messages.mark(own, "failed");
    if (turn.typed && !this.composer.text.value) this.composer.put(turn.text);
    this.composer.fail(problem.forPeople || this.page.dataset.server);
    own.scrollIntoView({ block: "nearest" });
  }

  #again() {
    const turn = this.failed;
    this.composer.text.focus();
    if (!turn) return this.outbox.hurry();
    if (turn.typed && this.composer.text.value.trim() === turn.text) this.composer.put("");
    const { text, shown, typed, topic } = turn;
    return this.#send({ text, shown, typed, topic });
  }

  #dropFailed() {
    if (this.failed) this.messages.find(this.failed)?.remove();
    this.failed = null;
  }

  #comeBack() {
    this.#wipeDoomed();
    this.#catchUp();
    this.outbox.hurry();
  }

  /** What came while nobody listened. */
  async #catchUp() {
    const asked = this.id;
    if (!asked) return;
    try {
      const { messages, owner } = await this.api.history(asked);
      if (this.id !== asked) return;
      if (this.messages.isEmpty) this.messages.restore(messages);
      else this.messages.add(messages);
      this.#showOwner(owner);
      this.keeper.keep(messages);
    } catch (problem) {
      if (problem.status === 404 && this.id === asked) this.#forget();
    }
  }

  /** Here it is gone at once. Where the server cannot be reached, it is told as soon as it can be. */
  async #wipe(form) {
    const { id } = this;
    this.#forget();
    this.messages.clear(); // before anything that takes time
    await this.keeper.wipe();
    if (id) this.memory.set("doomed", id);
    const told = await this.#wipeDoomed();
    if (told && !("embedded" in this.page.dataset)) return form.submit(); // the server takes its cookie back
    return this.#startOver(form, told ? this.page.dataset.wiped : this.page.dataset.wipedLater);
  }

  /** False when the server still has a talk that is to go. */
  async #wipeDoomed() {
    const doomed = this.memory.get("doomed");
    if (!doomed) return true;
    try {
      await this.api.wipe(doomed);
    } catch (problem) {
      if (problem.status !== 404) return false;
    }
    this.memory.forget("doomed");
    return true;
  }

  #startOver(form, words) {
    this.messages.clear();
    this.composer.clear();
    this.#showOwner();
    form.closest("details").open = false;
    this.composer.thinking.textContent = words;
    this.composer.text.focus();
  }

  /** The talk is gone on the server: nothing of it may stay here. */
  #forget() {
    this.voice.hush();
    this.onWhatsApp.follow(null);
    this.stream.close();
    this.outbox.clear();
    this.early = [];
    this.composer.busy(false);
    this.failed = null;
    this.memory.forget("conversation");
    this.page.dataset.conversation = "";
  }
}
