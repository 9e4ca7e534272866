// What is being typed outlives a lost session or a wrong tap, in this tab only; gone when sent or signed out.

const PREFIX = "inbox-draft:";
const FIELDS = "textarea[name]";

export function keepDrafts(page) {
  const key = (field) => `${PREFIX}${location.pathname}:${field.name}`;
  if (page.querySelector(".done")) forget(`${PREFIX}${location.pathname}:`);
  for (const field of page.querySelectorAll(FIELDS)) {
    const draft = sessionStorage.getItem(key(field));
    if (draft && !field.value) {
      field.value = draft;
      field.closest("details")?.setAttribute("open", "");
    }
  }
  page.addEventListener("input", ({ target }) => {
    if (!target.matches(FIELDS)) return;
    if (target.value) sessionStorage.setItem(key(target), target.value);
    else sessionStorage.removeItem(key(target));
  });
  document.addEventListener("submit", ({ target }) => {
    if (target.action.endsWith("/sign-out")) forget(PREFIX);
  });
}

function forget(start) {
  for (const key of Object.keys(sessionStorage).filter((each) => each.startsWith(start))) sessionStorage.removeItem(key);
}
