// The gateway's chat API over fetch. Every failure is a ChatError with a text for people, or none.

const PATIENCE_MS = 30_000;
// No network, no answer in time, a gateway that restarts or is asked too much: the same message may pass a moment later.
const PASSING = new Set([0, 429, 502, 503, 504]);

export class ChatError extends Error {
  constructor({ code, message = "", status = 0 }) {
    super(message || code);
    this.code = code;
    this.forPeople = message;
    this.status = status;
    this.passes = PASSING.has(status);
  }
}

export class ChatApi {
  constructor(root = "") {
    this.root = `${root}/api/chat`;
    this.pages = `${root}/chat`;
  }

  /** One turn; answers `{conversation, language, city, owner, messages}`. Sent again under the same `message`, it is taken once. */
  send({ topic, ...turn }) {
    return this.#ask("", { method: "POST", body: { ...turn, ...(topic && { topic }) } });
  }

  history(conversation) {
    return this.#ask(`/${encodeURIComponent(conversation)}`, { method: "GET" });
  }

  /** The open case on WhatsApp, as `{code, url, qr}`. */
  whatsapp(conversation) {
    return this.#ask(`/${encodeURIComponent(conversation)}/whatsapp`, { method: "GET", below: this.pages });
  }

  wipe(conversation) {
    return this.#ask(`/${encodeURIComponent(conversation)}`, { method: "DELETE" });
  }

  eventsUrl(conversation) {
    return `${this.root}/${encodeURIComponent(conversation)}/events`;
  }

  async #ask(path, { method, body, below = this.root }) {
    const response = await this.#fetch(below + path, { method, body });
    const answer = response.status === 204 ? {} : await response.json().catch(() => null);
    if (response.ok && answer) return answer;
    if (response.ok) throw new ChatError({ code: "network" }); // cut off half-way
    const { code = "server", message = "" } = answer?.error ?? {};
    throw new ChatError({ code, message, status: response.status });
  }

  async #fetch(address, { method, body }) {
    try {
      return await fetch(address, {
        method,
        headers: { Accept: "application/json", ...(body && { "Content-Type": "application/json" }) },
        body: body && JSON.stringify(body),
        signal: AbortSignal.timeout?.(PATIENCE_MS),
      });
    } catch {
      throw new ChatError({ code: "network" });
    }
  }
}
