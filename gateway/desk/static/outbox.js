// Sends forms one after the other, in the order they were sent. A broken line holds the queue up; nothing is lost in it and
// nothing is done twice: each sending carries its own mark. It lives in this page only, so a wipe takes it along.

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15_000;
const PATIENCE_MS = 40_000;

export class Outbox {
  #queue = [];
  #running = false;
  #wait = FIRST_WAIT_MS;
  #wake = () => {};

  /** `onAnswer(response, sending)`, `onWaiting(isWaiting)`. */
  constructor({ onAnswer, onWaiting }) {
    Object.assign(this, { onAnswer, onWaiting });
    addEventListener("online", () => this.#wake());
  }

  get isEmpty() {
    return this.#queue.length === 0;
  }

  /** `sending`: `{url, data}` and whatever the caller wants back with the answer. */
  add(sending) {
    sending.data.set("once", crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(36).slice(2)}`);
    this.#queue.push(sending);
    this.#run();
  }

  /** Nothing of it is sent or shown any more. */
  drop() {
    this.#queue.length = 0;
    this.#wake();
  }

  async #run() {
    if (this.#running) return;
    this.#running = true;
    while (this.#queue.length) {
      const [sending] = this.#queue;
      const response = await post(sending.url, sending.data).catch(() => null);
      if (!this.#queue.includes(sending)) return; // dropped
      if (response) {
        this.#queue.shift();
        this.#wait = FIRST_WAIT_MS;
        this.onWaiting(false);
        await this.onAnswer(response, sending);
      } else {
        this.onWaiting(true);
        await this.#pause();
      }
    }
    this.#running = false;
  }

  #pause() {
    const wait = this.#wait;
    this.#wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, wait);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** A page that answers a form, with the address it came to; a broken line or a proxy without gateway is an error. */
export async function post(url, data, headers = {}) {
  const answer = await fetch(url, {
    method: "POST",
    body: new URLSearchParams(data),
    headers,
    cache: "no-store",
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  if ([502, 504].includes(answer.status)) throw new Error("no gateway");
  return { status: answer.status, url: answer.url, html: await answer.text() };
}
