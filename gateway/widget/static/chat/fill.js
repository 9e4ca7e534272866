// Fills a cloned <template> with data, through textContent and attributes only: data never becomes markup.
//
//   data-if="path"      keep the element only if the value is there (not empty)
//   data-unless="path"  the reverse
//   data-each="path"    repeat the element for each item; inside it, paths start at the item
//   data-text="path"    the value becomes the text
//   data-set="a:path;b:path"  the values become attributes; no value, no attribute

export function fill(parent, data) {
  for (const element of [...parent.children]) {
    const { if: wanted, unless: unwanted, each } = element.dataset;
    if ((wanted && isEmpty(read(data, wanted))) || (unwanted && !isEmpty(read(data, unwanted)))) {
      element.remove();
    } else if (each) {
      for (const item of read(data, each) ?? []) {
        const copy = element.cloneNode(true);
        fillOne(copy, item);
        element.before(copy);
      }
      element.remove();
    } else {
      fillOne(element, data);
    }
  }
}

function fillOne(element, data) {
  const { text, set } = element.dataset;
  if (text) element.textContent = read(data, text) ?? "";
  for (const pair of set?.split(";") ?? []) {
    const [attribute, path] = pair.split(":");
    const value = read(data, path);
    if (isEmpty(value)) element.removeAttribute(attribute);
    else element.setAttribute(attribute, value);
  }
  fill(element, data);
}

function read(data, path) {
  return path.split(".").reduce((value, name) => value?.[name], data);
}

function isEmpty(value) {
  return value === undefined || value === null || value === false || value === "" || value?.length === 0;
}
