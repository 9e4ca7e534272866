// One line on the city's website brings the assistant there:
//
//   <script src="https://…/static/embed.js" data-city="genk" data-language="nl" data-colour="#12595a" async></script>
//
// It makes a button and, when that is used, a frame with the chat. Everything sits in a shadow root and, where the browser
// can, in the top layer, so that the styles of the website cannot reach it. All data- attributes are optional;
// data-label and data-close replace the words on the buttons.

(() => {
  const script = document.currentScript;
  const origin = new URL(script.src).origin;
  const WORDS = {
    nl: { dir: "ltr", open: "Wie doet wat?", close: "Sluit", title: "WieDoetWat: stel je vraag" },
    tr: { dir: "ltr", open: "Kim ne yapar?", close: "Kapat", title: "WieDoetWat: sorunuzu yazın" },
    ar: { dir: "rtl", open: "من يفعل ماذا؟", close: "إغلاق", title: "WieDoetWat: اطرح سؤالك" },
  };
  const asked = (script.dataset.language || document.documentElement.lang || "nl").slice(0, 2);
  const language = asked in WORDS ? asked : "nl";
  const words = { ...WORDS[language] };
  words.open = script.dataset.label || words.open;
  words.close = script.dataset.close || words.close;

  const STYLE = `
    :host { all: initial; }
    * { box-sizing: border-box; }
    .root { position: fixed; inset-block-end: 1em; inset-inline-end: 1em; display: grid; justify-items: end; gap: .75em;
      font: 600 16px/1.4 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans Arabic", Arial, sans-serif; }
    button { font: inherit; cursor: pointer; min-block-size: 48px; border: 2px solid transparent; border-radius: 999px; }
    button:focus-visible { outline: 3px solid #0b50d0; outline-offset: 3px; box-shadow: 0 0 0 3px #fff; }
    .launch { display: inline-flex; align-items: center; gap: .6em; padding: .5em 1.2em .5em .9em; background: var(--colour);
      color: var(--on-colour); box-shadow: 0 2px 4px rgb(0 0 0 / 20%), 0 8px 24px rgb(0 0 0 / 20%); }
    .launch svg { inline-size: 28px; block-size: 28px; flex: none; }
    .panel { display: flex; flex-direction: column; overflow: hidden; inline-size: min(27em, calc(100vw - 2em));
      block-size: min(44em, calc(100vh - 7em)); block-size: min(44em, calc(100dvh - 7em)); border: 1px solid rgb(0 0 0 / 20%);
      border-radius: 18px; background: Canvas; box-shadow: 0 12px 48px rgb(0 0 0 / 30%); }
    .panel[hidden] { display: none; }
    .bar { display: flex; align-items: center; justify-content: space-between; gap: 1em; padding: .2em .4em; padding-inline-start: 1.1em;
      background: var(--colour); color: var(--on-colour); }
    .close { background: none; color: inherit; padding-inline: 1em; }
    .close:hover { border-color: currentColor; }
    .close:focus-visible { outline-color: currentColor; outline-offset: -4px; box-shadow: none; }
    iframe { flex: 1; inline-size: 100%; border: 0; min-block-size: 0; }
    @media (max-width: 34rem), (max-height: 30rem) {
      .root.open { inset: 0; gap: 0; }
      .root.open .launch { display: none; }
      .panel { inline-size: 100vw; block-size: 100vh; block-size: 100dvh; border: 0; border-radius: 0; }
    }
    @media (forced-colors: active) { button { border-color: ButtonText; } }
    @media print { .root { display: none; } }`;

  function element(name, properties = {}, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  }

  function mark() {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    path.setAttribute("d", "M4 5.5h16v11h-8.5l-4.5 4v-4H4ZM8.5 9.5h7M8.5 12.7h4.5");
    for (const [name, value] of [["fill", "none"], ["stroke", "currentColor"], ["stroke-width", "1.8"], ["stroke-linejoin", "round"], ["stroke-linecap", "round"]])
      path.setAttribute(name, value);
    svg.append(path);
    return svg;
  }

  /** White or near-black on the city's colour, whichever reads better. */
  function textOn(host, colour) {
    host.style.setProperty("color", colour, "important");
    const channels = (getComputedStyle(host).color.match(/[\d.]+/g) || [0, 0, 0]).slice(0, 3).map((each) => each / 255);
    host.style.removeProperty("color");
    const [red, green, blue] = channels.map((each) => (each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? "#10201f" : "#ffffff";
  }

  function addStyle(shadow) {
    try {
      const sheet = new CSSStyleSheet(); // also allowed where the website forbids inline styles
      sheet.replaceSync(STYLE);
      shadow.adoptedStyleSheets = [sheet];
    } catch {
      shadow.append(element("style", { textContent: STYLE }));
    }
  }

  function shield(host) {
    const armour = { all: "initial", display: "block", position: "fixed", inset: "auto", width: "0", height: "0", overflow: "visible",
      border: "0", padding: "0", margin: "0", "z-index": "2147483647", visibility: "visible", opacity: "1" };
    for (const [name, value] of Object.entries(armour)) host.style.setProperty(name, value, "important");
  }

  function start() {
    const host = document.createElement("wiedoetwat-widget");
    shield(host);
    document.body.append(host);
    const wanted = script.dataset.colour || "";
    const colour = CSS.supports("color", wanted) ? wanted : "#12595a";
    const ink = textOn(host, colour);
    host.style.setProperty("--colour", colour, "important");
    host.style.setProperty("--on-colour", ink, "important");

    const shadow = host.attachShadow({ mode: "open" });
    addStyle(shadow);
    const launch = element("button", { className: "launch", type: "button" }, mark(), element("span", { textContent: words.open }));
    const close = element("button", { className: "close", type: "button", textContent: words.close });
    const panel = element("section", { className: "panel", id: "panel", hidden: true },
      element("div", { className: "bar" }, element("span", { textContent: words.open }), close));
    const root = element("div", { className: "root", lang: language, dir: words.dir }, panel, launch);
    panel.setAttribute("role", "dialog");
    panel.setAttribute("aria-label", words.title);
    launch.setAttribute("aria-controls", "panel");
    launch.setAttribute("aria-expanded", "false");
    shadow.append(root);
    if (host.showPopover) {
      host.popover = "manual";
      host.showPopover();
    }

    let frame = null;
    function addFrame() {
      const address = new URL("/widget", origin);
      for (const name of ["city", "language"]) if (script.dataset[name]) address.searchParams.set(name, script.dataset[name]);
      frame = element("iframe", { title: words.title, src: address.href, allow: "microphone; autoplay" });
      frame.addEventListener("load", () => panel.hidden || frame.focus());
      panel.append(frame);
    }

    function show(open) {
      if (open === !panel.hidden) return;
      panel.hidden = !open;
      root.classList.toggle("open", open);
      launch.setAttribute("aria-expanded", String(open));
      if (open && !frame) addFrame();
      if (open) frame.focus();
      else launch.focus();
    }

    launch.addEventListener("click", () => show(panel.hidden));
    close.addEventListener("click", () => show(false));
    root.addEventListener("keydown", (event) => event.key === "Escape" && show(false));
    addEventListener("message", (event) => {
      const ours = event.origin === origin && frame && event.source === frame.contentWindow;
      if (ours && event.data && event.data.type === "wiedoetwat:close") show(false);
    });
  }

  if (document.body) start();
  else addEventListener("DOMContentLoaded", start);
})();
