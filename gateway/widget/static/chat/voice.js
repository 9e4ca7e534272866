// Listening to answers: play or pause, slower, again, and by itself if one wants that. One answer speaks at a time.

import { Follower } from "./follower.js";

const SLOW_RATE = 0.75;
const SLOW = "slow";
const ALOUD = "aloud";

export class Voice {
  #players = new WeakMap();
  #speaking = null;
  #next = [];

  /** `preferences`: a Memory that lasts; `aloud`: the button that makes new answers speak by themselves, if there is one. */
  constructor({ preferences, aloud, errorText }) {
    Object.assign(this, { preferences, aloud, errorText });
    if (!aloud) return;
    aloud.hidden = false;
    this.#showAloud();
    aloud.addEventListener("click", () => this.#switchAloud());
  }

  get isAloud() {
    return Boolean(this.aloud) && this.preferences.get(ALOUD) === "on";
  }

  get isSlow() {
    return this.preferences.get(SLOW) === "on";
  }

  /** Take over the player of a message; nothing happens for a message without sound. */
  add(article) {
    const listen = article.querySelector("[data-listen]");
    if (listen) this.#players.set(article, new Player(listen, { article, voice: this }));
  }

  /** Say new messages one after the other, if the person wants that. */
  readOut(articles) {
    if (!this.isAloud) return;
    this.#next.push(...articles.filter((article) => this.#players.has(article)));
    if (!this.#speaking) this.#sayNext();
  }

  /** Silence, now. */
  hush() {
    this.#next = [];
    this.#speaking?.pause();
  }

  started(player) {
    if (this.#speaking !== player) this.#speaking?.pause();
    this.#speaking = player;
  }

  stopped(player, { atEnd }) {
    if (this.#speaking !== player) return;
    this.#speaking = null;
    if (atEnd) this.#sayNext();
    else this.#next = []; // who stops one message does not want the next one either
  }

  rememberSlow(on) {
    this.preferences.set(SLOW, on ? "on" : "off");
  }

  #sayNext() {
    const article = this.#next.shift();
    if (article) this.#players.get(article).start({ from: 0, unasked: true });
  }

  #switchAloud() {
    this.preferences.set(ALOUD, this.isAloud ? "off" : "on");
    this.#showAloud();
    if (!this.isAloud) this.hush();
  }

  #showAloud() {
    this.aloud.setAttribute("aria-pressed", String(this.isAloud));
  }
}

class Player {
  constructor(listen, { article, voice }) {
    Object.assign(this, { listen, voice });
    [this.normal, this.slow] = listen.querySelectorAll("audio");
    this.error = listen.querySelector(".listen__error");
    this.followers = new Map([this.normal, this.slow].filter(Boolean).map((audio) => [audio, new Follower(article, audio)]));
    const buttons = listen.querySelector(".listen__buttons");
    this.play = buttons.querySelector("[data-play]");
    this.slower = buttons.querySelector("[data-slower]");
    this.#goAt(voice.isSlow);
    listen.querySelectorAll(".listen__native").forEach((native) => (native.hidden = true));
    this.normal.controls = false;
    buttons.hidden = false;
    this.#listenTo(buttons.querySelector("[data-again]"));
  }

  /** `unasked`: the browser may refuse to make sound by itself, which is no error to tell. */
  start({ from, unasked = false } = {}) {
    if (!unasked) this.#goAt(this.voice.isSlow, { keep: true });
    this.voice.started(this);
    this.error.textContent = "";
    if (from !== undefined && this.current.readyState) this.current.currentTime = from;
    this.current.play().catch((problem) => {
      this.voice.stopped(this, { atEnd: false });
      if (problem.name === "AbortError" || (unasked && problem.name === "NotAllowedError")) return;
      this.error.textContent = this.voice.errorText;
    });
  }

  pause() {
    this.current.pause();
  }

  #listenTo(again) {
    this.play.addEventListener("click", () => (this.current.paused ? this.start() : this.pause()));
    again.addEventListener("click", () => this.start({ from: 0 }));
    this.slower.addEventListener("click", () => {
      const on = this.slower.getAttribute("aria-pressed") !== "true";
      this.voice.rememberSlow(on);
      this.pause();
      this.#goAt(on);
      this.start({ from: 0 });
    });
    for (const audio of this.followers.keys()) {
      for (const event of ["play", "pause", "ended"]) audio.addEventListener(event, () => this.#show(audio, event));
    }
  }

  #goAt(slow, { keep = false } = {}) {
    if (keep && this.current.currentTime > 0 && !this.current.ended) return; // goes on where it was paused
    this.slower.setAttribute("aria-pressed", String(slow));
    this.current = (slow && this.slow) || this.normal;
    this.normal.playbackRate = slow && !this.slow ? SLOW_RATE : 1;
  }

  #show(audio, event) {
    if (audio !== this.current) return;
    const playing = !audio.paused && !audio.ended;
    this.listen.classList.toggle("is-playing", playing);
    this.play.querySelector("span").textContent = playing ? this.play.dataset.pauseWord : this.play.dataset.listenWord;
    const follower = this.followers.get(audio);
    if (event === "play") follower.start();
    else follower.stop({ clear: event === "ended" });
    if (event !== "play") this.voice.stopped(this, { atEnd: audio.ended });
  }
}
