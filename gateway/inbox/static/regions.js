// The parts of a page that are read anew: [data-region], each with an id.

const TOKEN = /name="csrf_token" value="[^"]*"/g;
const FIELDS = "textarea, input:not([type=hidden]), select";

/** The page at `url` as it is now: its regions by id and its stamp, or no regions when it cannot be had. */
export async function readPage(url, id = "") {
  const response = await fetch(url, { headers: { "X-By-Itself": "1" }, credentials: "same-origin" });
  if (!response.ok || response.redirected) return {};
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const regions = new Map([...page.querySelectorAll("[data-region]")].map((region) => [region.id, region]));
  return { stamp: page.querySelector("[data-live]")?.dataset.stamp, regions, found: page.getElementById(id) };
}

/** Put the new regions in place; true when one had to wait because someone is filling it in. */
export function swapRegions(page, regions) {
  let waits = false;
  for (const old of page.querySelectorAll("[data-region]")) {
    const fresh = regions.get(old.id);
    if (!fresh || bare(old) === bare(fresh)) continue;
    if (isBusy(old)) waits = true;
    else swap(old, fresh);
  }
  return waits;
}

/** True when something in it was filled in and not yet sent. */
export function isBusy(part) {
  return [...part.querySelectorAll(FIELDS)].some((field) => {
    if (field.type === "radio" || field.type === "checkbox") return field.checked !== field.defaultChecked;
    if (field.tagName === "SELECT") return ![...field.options].every((each, at) => each.selected === (each.defaultSelected || (!field.querySelector("[selected]") && at === 0)));
    return field.value !== field.defaultValue;
  });
}

function swap(old, fresh) {
  const focused = old.contains(document.activeElement) ? document.activeElement.id : "";
  for (const open of old.querySelectorAll("details[open][id]")) {
    fresh.querySelector(`#${CSS.escape(open.id)}`)?.setAttribute("open", "");
  }
  old.replaceWith(fresh);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

/** What a region says, without what differs at every reading. */
function bare(region) {
  const copy = region.cloneNode(true);
  for (const details of copy.querySelectorAll("details")) details.removeAttribute("open");
  return copy.outerHTML.replace(TOKEN, "");
}
