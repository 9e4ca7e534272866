// Speaking instead of typing, where the browser can listen in the language of the page. What it heard stands in the box:
// one reads it, mends it, and only then sends it.

const LOCALES = { nl: "nl-BE", tr: "tr-TR", ar: "ar" };
const TOLD = "microphone";
const Recognition = globalThis.SpeechRecognition ?? globalThis.webkitSpeechRecognition;
const WORDS = { "not-allowed": "micDenied", "audio-capture": "micDenied", "no-speech": "micNothing" };

export class Microphone {
  #recognition = null;
  #before = "";

  /** `preferences`: a Memory that lasts; without speech recognition the button stays hidden. */
  constructor({ page, composer, preferences }) {
    Object.assign(this, { page, composer, preferences });
    this.button = page.querySelector("#mic");
    this.status = page.querySelector("#mic-status");
    this.notice = page.querySelector("#mic-notice");
    this.lang = LOCALES[page.dataset.language];
    if (!Recognition || !this.lang || !this.button) return;
    this.button.hidden = false;
    this.button.addEventListener("click", () => this.#tap());
    this.notice.querySelector("button").addEventListener("click", () => this.#agree());
    page.addEventListener("submit", () => this.#recognition?.abort(), { capture: true });
  }

  /** The first time one hears where the voice goes; where the browser listens on the device itself, it goes nowhere. */
  async #tap() {
    if (this.#recognition) return this.#recognition.stop();
    const onDevice = await listensOnDevice(this.lang);
    if (!onDevice && !this.preferences.get(TOLD)) {
      this.notice.hidden = !this.notice.hidden;
      if (!this.notice.hidden) this.notice.querySelector("button").focus();
      return undefined;
    }
    return this.#listen({ onDevice });
  }

  #agree() {
    this.preferences.set(TOLD, "told");
    this.notice.hidden = true;
    this.button.focus();
    this.#listen({ onDevice: false });
  }

  #listen({ onDevice }) {
    const recognition = new Recognition();
    Object.assign(recognition, { lang: this.lang, interimResults: true, continuous: false, maxAlternatives: 1 });
    if (onDevice) recognition.processLocally = true;
    this.#before = this.composer.text.value.trim();
    this.failed = null;
    recognition.addEventListener("result", ({ results }) => this.#show(results));
    recognition.addEventListener("error", ({ error }) => (this.failed = error));
    recognition.addEventListener("end", () => this.#end());
    this.#recognition = recognition;
    this.#showListening(true);
    try {
      recognition.start();
    } catch {
      this.failed = "start";
      this.#end();
    }
  }

  #show(results) {
    const heard = Array.from(results, ([best]) => best.transcript.trim()).join(" ");
    this.composer.put([this.#before, heard].filter(Boolean).join(" "));
  }

  #end() {
    if (!this.#recognition) return;
    this.#recognition = null;
    this.#showListening(false);
    const heardSomething = this.composer.text.value.trim() !== this.#before;
    if (this.failed === "aborted") this.status.textContent = "";
    else if (heardSomething) this.#askToCheck();
    else this.status.textContent = this.page.dataset[WORDS[this.failed ?? "no-speech"] ?? "micFailed"];
    // A browser without its maker's service has the button but never listens.
    if (["service-not-allowed", "language-not-supported"].includes(this.failed)) this.button.hidden = true;
  }

  #askToCheck() {
    this.status.textContent = this.page.dataset.micCheck;
    this.composer.text.focus();
  }

  #showListening(on) {
    this.button.setAttribute("aria-pressed", String(on));
    this.status.textContent = on ? this.page.dataset.micListening : "";
  }
}

async function listensOnDevice(lang) {
  try {
    return (await Recognition.available?.({ langs: [lang], processLocally: true })) === "available";
  } catch {
    return false;
  }
}
