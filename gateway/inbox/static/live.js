// Listens to the server; comes back by itself, ever more patiently, when the line drops.

const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 60_000;

export class Live {
  #source = null;
  #timer = null;
  #wait = FIRST_WAIT_MS;

  /** `onState(state)` at each change; `onOver()` when one is no longer signed in. */
  constructor(url, { onState, onOver }) {
    this.url = url;
    this.onState = onState;
    this.onOver = onOver;
  }

  open() {
    const source = new EventSource(this.url);
    this.#source = source;
    source.addEventListener("open", () => (this.#wait = FIRST_WAIT_MS));
    source.addEventListener("state", (event) => Promise.resolve(this.onState(JSON.parse(event.data))).catch(() => {}));
    source.addEventListener("over", () => {
      this.close();
      this.onOver();
    });
    source.addEventListener("error", async () => {
      if (source.readyState !== EventSource.CLOSED) return; // the browser reconnects by itself
      if (await isSignedOut()) return this.onOver(); // before the first word, too
      this.#timer = setTimeout(() => this.open(), this.#wait);
      this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT_MS);
    });
  }

  close() {
    clearTimeout(this.#timer);
    this.#source?.close();
  }
}

/** True when the page itself is no longer to be had: it leads to the sign-in. */
async function isSignedOut() {
  const asked = { headers: { "X-By-Itself": "1" }, credentials: "same-origin", redirect: "manual" };
  const answer = await fetch(location.href, asked).catch(() => null);
  return answer !== null && (answer.type === "opaqueredirect" || answer.status === 401);
}
