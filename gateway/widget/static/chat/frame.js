// Living inside another page, and coming back to this one.

export function followHost({ embedded, memory }) {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelector("details[open].wipe");
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
    } else if (embedded && parent !== window) {
      parent.postMessage({ type: "wiedoetwat:close" }, "*"); // says nothing but "close"; embed.js checks who says it
    }
  });
  if (embedded) stayInFrame();
  keepDraft(memory);
  // After wiping, "back" must not bring the old page out of the browser's cache.
  addEventListener("pageshow", (event) => event.persisted && location.reload());
}

/** In a frame cookies may be blocked: language and city travel in the address instead. */
function stayInFrame() {
  document.addEventListener("submit", (event) => {
    if (!("settings" in event.target.dataset)) return;
    event.preventDefault();
    const address = new URL(location.href);
    for (const { name, value } of [event.target.querySelector("select"), event.submitter].filter(Boolean)) {
      if (["language", "city"].includes(name)) address.searchParams.set(name, value);
    }
    location.replace(address);
  });
}

/** Changing language or city reloads the page: what was being typed stays, and the next turn tells the language. */
function keepDraft(memory) {
  const text = document.getElementById("text");
  const draft = memory.get("draft");
  if (draft && !text.value) text.value = draft;
  memory.forget("draft");
  document.addEventListener("click", ({ target }) => {
    if (text.value && target.closest("a[href]:not([target])")) memory.set("draft", text.value);
  });
  document.addEventListener("submit", ({ target, submitter }) => {
    if (!("settings" in target.dataset)) return;
    if (text.value) memory.set("draft", text.value);
    if (submitter.name === "language") memory.set("language", submitter.value);
  });
}
