// Messages that arrive on their own (a person's answer): Server-Sent Events, with patience when the line drops.

const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 60_000;

export class Stream {
  #source = null;
  #timer = null;
  #wait = FIRST_WAIT_MS;
  #opened = false;

  /** `onMessage(message)` for each message; `onReturn()` after a break, to fetch what was missed. */
  constructor({ onMessage, onReturn }) {
    this.onMessage = onMessage;
    this.onReturn = onReturn;
  }

  open(url) {
    if (this.url === url) return;
    this.close();
    this.url = url;
    this.#opened = false;
    this.#connect();
  }

  close() {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = null;
    this.url = null;
  }

  #connect() {
    const source = new EventSource(this.url);
    this.#source = source;
    source.addEventListener("open", () => {
      if (this.#opened) this.onReturn();
      this.#opened = true;
      this.#wait = FIRST_WAIT_MS;
    });
    source.addEventListener("message", (event) => this.onMessage(JSON.parse(event.data)));
    source.addEventListener("error", () => {
      // The browser reconnects by itself unless the server refused; then we try again, less and less often.
      if (source.readyState !== EventSource.CLOSED) return;
      this.onReturn(); // learns whether the conversation is still there, and closes us if not
      this.#timer = setTimeout(() => this.#connect(), this.#wait);
      this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT_MS);
    });
  }
}
