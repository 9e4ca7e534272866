// Listening to an answer: play or pause, slower, again. One answer speaks at a time.

const SLOW_RATE = 0.75;
let speaking = null;

export function addPlayer(listen, errorText) {
  const [normal, slow] = listen.querySelectorAll("audio");
  const buttons = listen.querySelector(".listen__buttons");
  const play = buttons.querySelector("[data-play]");
  const slower = buttons.querySelector("[data-slower]");
  const error = listen.querySelector(".listen__error");
  let current = normal;

  listen.querySelectorAll(".listen__native").forEach((native) => (native.hidden = true));
  normal.controls = false;
  buttons.hidden = false;

  function start(from) {
    if (speaking && speaking !== current) speaking.pause();
    speaking = current;
    error.textContent = "";
    if (from !== undefined && current.readyState) current.currentTime = from;
    current.play().catch((problem) => {
      if (problem.name !== "AbortError") error.textContent = errorText;
    });
  }

  function show() {
    const playing = !current.paused && !current.ended;
    listen.classList.toggle("is-playing", playing);
    play.querySelector("span").textContent = playing ? play.dataset.pauseWord : play.dataset.listenWord;
  }

  play.addEventListener("click", () => (current.paused ? start() : current.pause()));
  buttons.querySelector("[data-again]").addEventListener("click", () => start(0));
  slower.addEventListener("click", () => {
    const on = slower.getAttribute("aria-pressed") !== "true";
    slower.setAttribute("aria-pressed", String(on));
    current.pause();
    if (slow) current = on ? slow : normal;
    else normal.playbackRate = on ? SLOW_RATE : 1;
    start(0);
  });
  for (const audio of [normal, slow].filter(Boolean)) {
    for (const event of ["play", "pause", "ended"]) audio.addEventListener(event, show);
  }
}
