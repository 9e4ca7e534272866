// The desk with script: the same forms, sent without loading the page again.

import { Voice } from "../../static/chat/voice.js";
import { Finding } from "./finding.js";
import { watchForIdleness } from "./idle.js";
import { Outbox } from "./outbox.js";
import { pageOf, show } from "./regions.js";
import { WIPED, wipeOnSubmit } from "./wiping.js";

const LISTEN_AGAIN_MS = 10_000;
const desk = document.getElementById("desk");
const words = desk.dataset;
const line = document.getElementById("line");
const sideBySide = matchMedia("(min-width: 56rem) and (min-height: 36rem)"); // as in desk.css
const held = new Map(); // in this page only: nothing of a visit goes into a store of the browser
const voice = new Voice({
  preferences: { get: (name) => held.get(name), set: (name, value) => held.set(name, value) },
  aloud: null,
  errorText: words.audioError,
});
const outbox = new Outbox({ onAnswer, onWaiting });
const finding = new Finding(document.getElementById("find"), {
  onFound: () => (document.getElementById("helper-scroll").scrollTop = 0),
  onTrouble: onWaiting,
});

function onWaiting(isWaiting) {
  const told = isWaiting ? words.waitsDutch : "";
  if (line.textContent !== told) line.textContent = told;
}

function onSubmit(event) {
  const form = event.target;
  if ("wipe" in form.dataset || form.method === "dialog" || form.method === "get") return;
  if (form.closest(".top")) return; // the navigation's own forms: signing out
  event.preventDefault();
  if ("find" in form.dataset) finding.find();
  else send(form, event.submitter);
}

function send(form, submitter) {
  const data = new FormData(form, submitter);
  const text = form.querySelector("textarea[name=text]");
  const isTurn = "turn" in form.dataset;
  if (text && !text.value.trim()) return text.focus();
  const waits = isTurn ? showWaiting(data.get("title") ?? data.get("text")) : [];
  outbox.add({ url: form.action, data, waits, text: text?.value, box: text, tool: form.closest("details.tool")?.id });
  if (text) text.value = "";
  if ("pick" in form.dataset) {
    finding.clear();
    finding.box.focus();
  }
}

/** What was just said, in both panes, until the server has it. */
function showWaiting(said) {
  return ["said", "messages"].map((id) => {
    const list = document.getElementById(id);
    const note = document.createElement(list.tagName === "OL" ? "li" : "div");
    note.className = "told told--waits";
    note.dir = "auto";
    note.textContent = said;
    note.dataset.id = `waits-${Math.random()}`;
    list.append(note);
    bring(note, { alone: id === "messages" });
    return note;
  });
}

async function onAnswer({ status, url, html }, sending) {
  sending.waits.forEach((note) => note.remove());
  const page = pageOf(html);
  if (page) {
    takeOver(page);
    if (status >= 400 && sending.text && !sending.box.value) sending.box.value = sending.text;
    if (sending.tool && status < 400) closeWhenDone(sending.tool, page);
    document.querySelector("#told [role=alert]")?.scrollIntoView({ block: "nearest" });
  } else if (new URL(url).pathname !== new URL(sending.url).pathname) {
    location.replace(url); // signed out, or the visit is over
  } else {
    line.textContent = words.failed;
    if (sending.text && !sending.box.value) sending.box.value = sending.text;
  }
}

function closeWhenDone(id, page) {
  const tool = document.getElementById(id);
  if (!page.getElementById(id).open && tool.open) {
    const hadFocus = tool.contains(document.activeElement) || document.activeElement === document.body;
    tool.open = false;
    if (hadFocus) tool.querySelector("summary").focus({ preventScroll: true });
  }
}

function takeOver(page) {
  const added = show(page);
  for (const article of added.filter((each) => each.matches("article"))) voice.add(article);
  if (!added.length) return;
  for (const id of ["said", "messages"]) {
    const first = added.find((each) => each.parentElement.id === id);
    if (first) bring(first, { alone: id === "messages" });
  }
}

/** To the top of its pane. On a small screen the page itself scrolls, and can show one pane only (`alone`). */
function bring(element, { alone }) {
  const scroll = element.closest(".pane__scroll");
  if (scroll.scrollHeight > scroll.clientHeight) {
    scroll.scrollTop += element.getBoundingClientRect().top - scroll.getBoundingClientRect().top - 8;
  } else if (alone && !sideBySide.matches) {
    element.scrollIntoView({ block: "start" });
  }
}

/** Something was said elsewhere: a person's answer. */
async function readAnew() {
  if (!outbox.isEmpty) return;
  const answer = await fetch(location.pathname, { headers: { "X-By-Itself": "1" }, cache: "no-store" }).catch(() => null);
  const page = answer?.ok ? pageOf(await answer.text()) : null;
  if (!desk.isConnected) return; // wiped in the meantime
  if (page && outbox.isEmpty) takeOver(page);
  else if (answer?.ok && !page) location.replace(location.pathname);
}

function listen() {
  let newest = null;
  const source = new EventSource(words.events);
  source.addEventListener("talk", ({ data }) => {
    const fresh = JSON.parse(data).newest;
    if (newest !== null && fresh !== newest) readAnew();
    newest = fresh;
  });
  source.addEventListener("over", () => {
    source.close();
    location.replace(location.pathname);
  });
  source.addEventListener("error", () => {
    if (source.readyState !== EventSource.CLOSED) return; // the browser comes back by itself
    readAnew(); // signed out elsewhere: this leads to the sign-in
    setTimeout(listen, LISTEN_AGAIN_MS);
  });
}

function sendOnEnter(event) {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || !event.target.matches(".say textarea")) return;
  event.preventDefault();
  event.target.form.requestSubmit();
}

document.addEventListener("submit", onSubmit);
document.addEventListener("keydown", sendOnEnter);
document.addEventListener(WIPED, () => outbox.drop());
wipeOnSubmit();
watchForIdleness();
listen();
document.querySelectorAll("#messages article").forEach((article) => voice.add(article));
document.querySelectorAll("#said, #messages").forEach(({ lastElementChild: last }) => last && bring(last, { alone: false }));

desk.dataset.taken = "over";
