// Sends without leaving the page, and shows what comes in as it comes in.
import { setUpRecording } from "./recording.js";

const talk = document.querySelector("#talk");
const problem = document.querySelector("#problem");
const text = document.querySelector("#text");
const write = document.querySelector("#write");

function toNewest() {
  talk.scrollTop = talk.scrollHeight;
}

function show(words) {
  problem.textContent = words;
  problem.hidden = !words;
}

// Bubbles that are there stay as they are, so that a sound goes on playing; only their ticks change.
function merge(html) {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  const wasAtEnd = talk.scrollHeight - talk.scrollTop - talk.clientHeight < 60;
  let added = false;
  for (const bubble of fresh.querySelectorAll(".bubble")) {
    const known = document.getElementById(bubble.id);
    if (known && known.className === bubble.className) {
      known.querySelector(".when").replaceWith(bubble.querySelector(".when"));
    } else if (known) {
      known.replaceWith(bubble);
    } else {
      added = true;
      talk.querySelector("#newest").before(bubble);
    }
  }
  if (talk.querySelector(".bubble")) talk.querySelector(".empty")?.remove();
  talk.querySelector("#typing")?.remove();
  const typing = fresh.querySelector("#typing");
  if (typing) talk.querySelector("#newest").before(typing);
  document.querySelector("#window").textContent = fresh.querySelector("#window-now").innerHTML;
  if (added || (typing && wasAtEnd)) toNewest();
}

async function refresh() {
  const answer = await fetch(talk.dataset.address);
  if (answer.ok) merge(await answer.text());
}

async function send(address, body) {
  show("");
  try {
    const answer = await fetch(address, { method: "POST", body });
    if (!answer.ok) throw new Error(await answer.text());
    await refresh();
  } catch (error) {
    show(`Not sent: ${error.message}`);
  }
}

write.addEventListener("submit", async (event) => {
  event.preventDefault();
  const body = new FormData(write);
  text.value = "";
  await send(write.action, body);
});

text.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    write.requestSubmit();
  }
});

talk.addEventListener("submit", async (event) => {
  event.preventDefault();
  await send(event.target.action, new FormData(event.target, event.submitter));
});

setUpRecording(document.querySelector("#record"), {
  done: (sound) => {
    const body = new FormData();
    body.append("sound", sound, "recorded.wav");
    return send(write.action.replace(/text$/, "voice"), body);
  },
  failed: show,
});

const events = new EventSource(talk.dataset.events);
let waiting = false;
events.addEventListener("message", () => {
  if (waiting) return;
  waiting = true;
  setTimeout(() => {
    waiting = false;
    refresh();
  }, 100);
});
addEventListener("pagehide", () => events.close());
toNewest();
