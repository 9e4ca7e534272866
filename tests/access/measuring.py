"""What a browser can measure of a page: text cut off, what sticks out, what is too small to hit."""

from __future__ import annotations

from playwright.sync_api import Page

# What nobody sees, or what the browser draws itself.
_UNSEEN = ".visually-hidden, .skip-link, [hidden], audio, svg, template, noscript, select, script, style, textarea"
_CUT_OFF = """([unseen]) => {
  const found = new Set();
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const seen = (element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest(unseen);
  while (words.nextNode()) {
    const text = words.currentNode;
    if (!text.data.trim() || !seen(text.parentElement)) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const lines = [...range.getClientRects()].filter((line) => line.width > 1 && line.height > 1);
    const tell = (why) => found.add(`${why}: ${text.data.trim().slice(0, 60)}`);
    let aside = false;
    for (let box = text.parentElement; box && box !== document.documentElement; box = box.parentElement) {
      const style = getComputedStyle(box);
      if (style.display === "inline" || style.display === "contents") continue;
      const { left, right, top, bottom, width } = box.getBoundingClientRect();
      const isForReaders = width <= 2; // what only a screen reader says
      if (isForReaders || /auto|scroll/.test(style.overflowX + style.overflowY)) aside = true;
      if (aside) break;
      const clips = /hidden|clip/.test(style.overflowX + style.overflowY);
      const holds = box.matches("button, summary, label, .button, .call, .level, .mark, .state, td, th");
      if (!clips && !holds) continue;
      if (lines.some((line) => line.left < left - 1 || line.right > right + 1)) tell(`wider than ${box.className}`);
      if (style.webkitLineClamp !== "none") continue; // a first look: the whole stands on the page it leads to
      const letters = clips ? 5 : 0.4 * parseFloat(style.fontSize); // letters may reach out of a box that cuts nothing
      const isOut = ({ top: above, bottom: below }) => above < top - letters || below > bottom + letters;
      if (lines.some(isOut)) tell(`higher than ${box.className}`);
    }
    if (aside) continue;
    const { clientWidth } = document.documentElement;
    if (lines.some((line) => line.left < -1 || line.right > clientWidth + 1)) tell("off the screen");
  }
  return [...found];
}"""
_SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# A link inside a sentence may be as high as its line (WCAG 2.5.8); a field is as large as its label.
_TOO_SMALL = """() => {
  const inSentence = (each) => each.matches("a") && [...each.parentElement.childNodes].some(
    (beside) => beside !== each && beside.nodeType === Node.TEXT_NODE && beside.data.trim().length > 2);
  const isStretched = (each) => getComputedStyle(each, "::after").position === "absolute";
  const area = (each) => (isStretched(each) ? each.offsetParent : (each.closest("label") ?? each));
  const targets = "a[href], button, summary, select, textarea, input:not([type=hidden])";
  return [...document.querySelectorAll(targets)]
    .filter((each) => each.checkVisibility({ visibilityProperty: true }))
    .filter((each) => !each.matches(".skip-link") && !inSentence(each))
    .map((each) => [each, area(each).getBoundingClientRect()])
    .filter(([, { width, height }]) => height < 43.9 || width < 24)
    .map(([each, { width, height }]) => `${width} x ${height}: ${each.outerHTML.slice(0, 110)}`);
}"""


def cut_off(page: Page) -> list[str]:
    """Texts of which a part cannot be seen, and why."""
    return [str(each) for each in page.evaluate(_CUT_OFF, [_UNSEEN])]


def sticks_out(page: Page) -> int:
    """By how many pixels the page can be scrolled sideways."""
    return int(page.evaluate(_SIDEWAYS))


def too_small(page: Page) -> list[str]:
    """What is less than 44 pixels high or 24 wide and should be tapped."""
    return [str(each) for each in page.evaluate(_TOO_SMALL)]


def enlarge_text(page: Page, factor: float) -> None:
    """Make all text larger, as a reader's own setting does."""
    page.evaluate("(size) => { document.documentElement.style.fontSize = size; }", f"{106.25 * factor}%")


def space_text(page: Page) -> None:
    """Space lines, paragraphs, letters and words as WCAG 1.4.12 says a reader may."""
    page.evaluate(
        """() => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
            word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }
            :lang(ar) { letter-spacing: 0 !important; }`);
          document.adoptedStyleSheets = [sheet];
        }"""
    )
