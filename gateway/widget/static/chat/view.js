// What a message looks like: the data of the API turned into the values that _message.html and _card.html show.
// The same decisions stand there in Jinja for the server; change both.

const NUMBER = /[0-9]+(?:\s[0-9]+)*/g;
const LENGTHS_OF_NUMBERS = [3, 4, 9, 10];
const PICTURES = { phone: "action-call", address: "action-go", email: "action-write", web: "area-digital" };
const WEB = /^https?:\/\//;

/** `words` is the dataset of the message's <template>: the labels that depend on the data. */
export function viewOf(message, words) {
  return {
    ...message,
    kind: message.kind ?? "text",
    direction: message.direction ?? "auto",
    sender: [message.name, message.team].filter(Boolean).join(" · ") || words[`from${capital(message.from)}`],
    notice: message.notice !== message.card?.notice && message.notice,
    page: message.card && message.topic && pageOf(message, words),
    emergency: message.kind === "emergency",
    card: message.card && cardOf(message.card, words),
    buttons: (message.buttons ?? []).map((each) => ({ ...each, call: each.payload.startsWith("tel:") })),
    calls: message.kind === "emergency" ? callsOf(message) : [],
  };
}

function cardOf(card, words) {
  const actions = (card.actions ?? []).map((each) => each.map((action) => ({ icon: `${words.pictograms}#action-${action}` })));
  const steps = (card.steps ?? []).map((text, number) => ({ text, pictures: actions[number] }));
  return {
    ...card,
    responsible: bodyOf(card.responsible, words),
    decides: card.decides && bodyOf(card.decides, words),
    apart: Boolean(card.decides) && card.decides.id !== card.responsible.id,
    first: card.steps?.[0],
    firstPictures: actions[0],
    further: steps.slice(1),
    bring: (card.bring ?? []).map((text) => ({ text })),
    contacts: (card.contacts ?? []).map((contact) => contactOf(contact, card, words)),
    dutch: !card.outdated && card.dutch,
    sources: (card.sources ?? []).map(sourceOf),
    notice: card.notice || (card.status === "draft" && words.draft),
  };
}

function bodyOf(organisation, words) {
  const { level } = organisation;
  return { ...organisation, label: words[`level${capital(level)}`], icon: `${words.pictograms}#level-${level}` };
}

function contactOf({ kind, value, organisation }, { responsible }, words) {
  const web = kind === "web";
  const links = { phone: `tel:${digitsOf(value)}`, email: `mailto:${value}`, web: WEB.test(value) && value };
  return {
    label: words[`contact${capital(kind)}`],
    organisation: organisation !== responsible.name && organisation,
    icon: `${words.pictograms}#${PICTURES[kind]}`,
    shown: web ? value.replace(WEB, "").replace(/^www\./, "").replace(/\/+$/, "") : value,
    href: links[kind],
    target: web && "_blank",
    rel: web && "noopener",
  };
}

function sourceOf(source) {
  const [year, month, day] = source.seen_on.split("-");
  return { ...source, url: WEB.test(source.url) && source.url, day: `${day}/${month}/${year}` };
}

function pageOf({ topic, language }, { pages, city }) {
  return `${pages}${topic}?language=${language}${city && `&city=${city}`}`;
}

function callsOf({ contacts, card, text }) {
  const phones = (contacts?.length ? contacts : (card?.contacts ?? [])).filter(({ kind }) => kind === "phone");
  if (phones.length) return phones.map(callOf);
  const numbers = (text.match(NUMBER) ?? []).filter((number) => LENGTHS_OF_NUMBERS.includes(digitsOf(number).length));
  return [...new Set(numbers)].map((value) => callOf({ value }));
}

function callOf({ value, label }) {
  return { value, label: label !== value && label, href: `tel:${digitsOf(value)}` };
}

function digitsOf(value) {
  return value.replace(/[^+0-9]/g, "");
}

function capital(word) {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
