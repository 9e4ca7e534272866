// What the resident said and the server may not have yet: kept in order, sent one at a time, taken by the server once.
//
// A turn is `{id, text, shown, typed, language, topic, state}`. The id travels along: sent again under the same one, the
// server answers again but does not take it again. So "did it arrive?" never needs an answer.

import { ChatError } from "./api.js";

const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 60_000;
const KEY = "outbox";

export class Outbox {
  #sending = false;
  #timer = null;
  #wait = FIRST_WAIT_MS;
  #run = 0; // a new one after each clear(): what was under way then is nobody's any more

  /** `send(turn)` gives the answer; `changed(turn, state, { answer, problem })` tells `sending`, `sent`, `waiting`, `failed`. */
  constructor({ memory, send, changed }) {
    Object.assign(this, { memory, send, changed });
    this.turns = read(memory);
    addEventListener("online", () => this.hurry());
  }

  /** True from the moment one goes until it is known what became of it. */
  get isSending() {
    return this.#sending;
  }

  get isEmpty() {
    return this.turns.length === 0;
  }

  /** Put at the end, and send when it is its turn. */
  add(turn) {
    const kept = { ...turn, id: newId() };
    this.turns.push(kept);
    this.#save();
    return kept;
  }

  /** Go on now: the network is back, or the person wants it tried again. */
  hurry() {
    this.#wait = FIRST_WAIT_MS;
    clearTimeout(this.#timer);
    return this.#work();
  }

  clear() {
    this.#run += 1;
    this.#sending = false;
    clearTimeout(this.#timer);
    this.turns = [];
    this.#save();
  }

  async #work() {
    if (this.#sending) return;
    this.#sending = true;
    const run = this.#run;
    try {
      while (run === this.#run && this.turns.length) {
        if (!(await this.#sendFirst(run))) break;
      }
    } finally {
      if (run === this.#run) this.#sending = false;
    }
  }

  /** True when the next one may go: this one arrived, or was refused for good. */
  async #sendFirst(run) {
    const [turn] = this.turns;
    this.changed(turn, "sending");
    const { answer, problem } = await this.#try(turn);
    if (run !== this.#run) return false;
    if (problem?.passes) {
      this.#waitWith(problem);
      return false;
    }
    this.turns.shift();
    this.#save();
    this.#wait = FIRST_WAIT_MS;
    this.changed(turn, problem ? "failed" : "sent", { answer, problem });
    return true;
  }

  async #try(turn) {
    try {
      return { answer: await this.send(turn) };
    } catch (problem) {
      if (problem instanceof ChatError) return { problem };
      throw problem;
    }
  }

  #waitWith(problem) {
    this.turns.forEach((turn) => this.changed(turn, "waiting", { problem }));
    this.#timer = setTimeout(() => this.#work(), this.#wait);
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT_MS);
  }

  #save() {
    if (this.turns.length) this.memory.set(KEY, JSON.stringify(this.turns));
    else this.memory.forget(KEY);
  }
}

function read(memory) {
  try {
    const turns = JSON.parse(memory.get(KEY) ?? "[]");
    return Array.isArray(turns) ? turns.filter((turn) => turn?.id && turn.text) : [];
  } catch {
    return [];
  }
}

/** 32 hex digits. (crypto.randomUUID is missing on a desk that is reached over plain http.) */
function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
