// Puts a page that the server sent into the one on the screen, without losing what is typed, open or in focus.
//
//   [data-region]   replaced when it differs
//   [data-append]   a list that only grows: what is new in it (by data-id) is added
//   [data-region-attributes]  only lang and dir are taken over

const CHANGES = /name="(csrf_token|once)" value="[^"]*"/g;

/** The page in `html`; null for one that is not the desk with a visit. */
export function pageOf(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  return page.getElementById("desk") ? page : null;
}

/** Show `fresh`, a page or a part of one; gives back what was added to the lists. */
export function show(fresh) {
  const added = [];
  for (const region of fresh.querySelectorAll("[data-region]")) replace(document.getElementById(region.id), region);
  for (const list of fresh.querySelectorAll("[data-append]")) added.push(...append(document.getElementById(list.id), list));
  for (const part of fresh.querySelectorAll("[data-region-attributes]")) {
    const { lang, dir } = part;
    Object.assign(document.getElementById(part.id), { lang, dir });
  }
  return added;
}

function replace(old, fresh) {
  if (!old || bare(old) === bare(fresh)) return;
  const focused = old.contains(document.activeElement) ? document.activeElement.id : "";
  const typed = [...old.querySelectorAll("input[id], textarea[id], select[id]")].filter((field) => field.value !== field.defaultValue);
  old.replaceWith(fresh);
  for (const { id, value } of typed) {
    const field = document.getElementById(id);
    if (field && field.value === field.defaultValue && field.type !== "hidden") field.value = value;
  }
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

function append(list, fresh) {
  if (!list) return []; // wiped in the meantime
  const known = new Set([...list.children].map((each) => each.dataset.id));
  const added = [...fresh.children].filter((each) => !known.has(each.dataset.id));
  if (added.length) list.querySelectorAll("#latest").forEach((each) => each.removeAttribute("id"));
  list.append(...added);
  return added;
}

/** What a region says, without what differs at every reading. */
function bare(region) {
  return region.outerHTML.replace(CHANGES, "");
}
