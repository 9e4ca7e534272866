// Where the conversation's id survives a reload. On the page itself the server's cookie does that and the tab is only a
// spare; inside another site's frame cookies are blocked, so the id stays in that frame's own storage.

const KEY = "wiedoetwat";

export class Memory {
  #held = {};

  constructor({ lasting }) {
    this.storages = [lasting && "localStorage", "sessionStorage"].filter(Boolean);
  }

  get(name) {
    for (const storage of this.storages) {
      const found = attempt(() => window[storage].getItem(`${KEY}.${name}`));
      if (found) return found;
    }
    return this.#held[name] ?? null;
  }

  set(name, value) {
    this.#held[name] = value;
    for (const storage of this.storages) {
      if (attempt(() => (window[storage].setItem(`${KEY}.${name}`, value), true))) return;
    }
  }

  forget(name) {
    delete this.#held[name];
    for (const storage of this.storages) attempt(() => window[storage].removeItem(`${KEY}.${name}`));
  }
}

/** Storage may be switched off or full: then it throws, even on reading the property. */
function attempt(action) {
  try {
    return action();
  } catch {
    return null;
  }
}
