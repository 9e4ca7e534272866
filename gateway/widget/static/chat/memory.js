// What this browser keeps. The talk's own things (its id, what waits to be sent, a draft) stay in the tab; inside another
// site's frame, where cookies are blocked, they stay in that frame's storage. Preferences (`lasting`) stay in the browser.
// Everything has one prefix, so that wiping finds it.

const PREFIX = "wiedoetwat.";
const STORAGES = ["localStorage", "sessionStorage"];

export class Memory {
  #held = {};

  constructor({ lasting }) {
    this.storages = lasting ? STORAGES : STORAGES.slice(1);
  }

  get(name) {
    for (const storage of this.storages) {
      const found = attempt(() => window[storage].getItem(PREFIX + name));
      if (found) return found;
    }
    return this.#held[name] ?? null;
  }

  set(name, value) {
    this.#held[name] = value;
    for (const storage of this.storages) {
      if (attempt(() => (window[storage].setItem(PREFIX + name, value), true))) return;
    }
  }

  forget(name) {
    delete this.#held[name];
    for (const storage of this.storages) attempt(() => window[storage].removeItem(PREFIX + name));
  }

  /** Everything of ours in this browser, preferences too: the next person starts afresh. */
  wipe() {
    this.#held = {};
    for (const storage of STORAGES) {
      const names = attempt(() => Object.keys(window[storage])) ?? [];
      for (const name of names) if (name.startsWith(PREFIX)) attempt(() => window[storage].removeItem(name));
    }
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
