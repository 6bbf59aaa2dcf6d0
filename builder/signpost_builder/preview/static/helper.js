// In the page of a course that is previewed, before its own script: takes over what has changed, keeps page and place, changes
// the look. It hears the window around it alone, and who may be that, the page's policy says (frame-ancestors).
(() => {
  const html = document.documentElement;
  const KEPT = "signpost.preview.place";
  const WIRED = "form, input, button, select, textarea, [data-question], .check, .scenario, video, audio"; // the player holds on to these
  const around = window.parent;
  /** @param {FrameMessage} message */
  const say = (message) => around.postMessage(message, "*");
  const inPlatform = (() => {
    try {
      return around.location.origin === location.origin;
    } catch {
      return false;
    }
  })();

  // ------------------------------------------------------------ what the page was, before its script

  /** @param {any} node */
  const textOf = (node) => node.outerHTML ?? node.textContent;
  /**
   * @param {ParentNode} page
   * @returns {HTMLElement[]}
   */
  const pagesIn = (page) => [...page.querySelectorAll(/** @type {"section"} */ ("main > .page"))];
  /** @param {HTMLElement} section */
  const partsOf = (section) => [...section.childNodes].filter((node) => node.nodeType === 1 || node.textContent?.trim());

  /**
   * Everything but what stands in the pages, and what says the version.
   *
   * @param {HTMLElement} page
   */
  const frameOf = (page) => {
    const copy = /** @type {HTMLElement} */ (page.cloneNode(true));
    for (const section of pagesIn(copy)) {
      section.replaceChildren();
      section.removeAttribute("data-seconds");
    }
    // What stands without scripts is read as text where they run.
    for (const other of copy.querySelectorAll("script:not(#course-data), noscript, footer .version")) other.remove();
    // The digest is in the data too, and the player reads it nowhere.
    return copy.innerHTML.replace(/"digest":"\w*"/, "").replace(/\s+/g, " ").trim();
  };

  /**
   * The parts of a page with their texts.
   *
   * @param {HTMLElement} section
   * @returns {[ChildNode, string][]}
   */
  const withTexts = (section) => partsOf(section).map((node) => [node, textOf(node)]);

  const frame = frameOf(html);
  const pages = new Map(pagesIn(html).map((section) => [section.id, withTexts(section)]));

  // ----------------------------------------------------------------------- taking over a new text

  const reload = () => {
    try {
      sessionStorage.setItem(KEPT, JSON.stringify({ at: html.dataset.at, y: scrollY }));
    } catch {
      // Where storage is refused the page begins at its top.
    }
    if (inPlatform) say({ reload: true });
    else location.reload();
  };

  /** @param {any} node */
  const isWired = (node) => node.nodeType === 1 && (node.matches(WIRED) || node.querySelector(WIRED));

  /**
   * Where two lists of texts begin to differ, and where in each they end to.
   *
   * @param {string[]} old
   * @param {string[]} now
   */
  const difference = (old, now) => {
    let from = 0;
    while (from < Math.min(old.length, now.length) && old[from] === now[from]) from += 1;
    let back = 0;
    while (back < Math.min(old.length, now.length) - from && old.at(-1 - back) === now.at(-1 - back)) back += 1;
    return [from, old.length - back, now.length - back];
  };

  /**
   * What is to be done in one page; null: it cannot be done in place.
   *
   * @param {HTMLElement} section
   */
  const changeOf = (section) => {
    const shown = document.getElementById(section.id);
    const before = pages.get(section.id);
    const after = withTexts(section);
    if (!shown || !before) return null;
    const [from, oldEnd, newEnd] = difference(before.map(([, text]) => text), after.map(([, text]) => text));
    const gone = before.slice(from, oldEnd).map(([node]) => node);
    const come = after.slice(from, newEnd).map(([node]) => /** @type {ChildNode} */ (document.importNode(node, true)));
    if ([...gone, ...come].some(isWired) || gone.some((node) => node.parentNode !== shown)) return null;
    const follower = before[oldEnd]?.[0] ?? before[oldEnd - 1]?.[0].nextSibling ?? null;
    if (follower && follower.parentNode !== shown) return null;
    return () => {
      gone.forEach((node) => node.remove());
      come.forEach((node) => shown.insertBefore(node, follower));
      const made = come.map((node, place) => /** @type {[ChildNode, string]} */ ([node, after[from + place][1]]));
      pages.set(section.id, [...before.slice(0, from), ...made, ...before.slice(oldEnd)]);
      if (section.dataset.seconds) shown.dataset.seconds = section.dataset.seconds;
    };
  };

  /** @param {string} text */
  const take = (text) => {
    const next = new DOMParser().parseFromString(text, "text/html");
    const sections = pagesIn(next);
    const changes = frameOf(next.documentElement) === frame && sections.every(({ id }) => pages.has(id)) ? sections.map(changeOf) : [null];
    if (changes.includes(null)) return reload();
    changes.forEach((change) => change?.());
    const version = next.querySelector("footer .version");
    if (version) document.querySelector("footer .version")?.replaceWith(document.importNode(version, true));
    say({ took: "in place" });
  };

  // ------------------------------------------------------------------------------------- the look

  /** @type {Map<CSSMediaRule, string>} */
  const media = new Map();

  /**
   * @param {CSSRuleList} rules
   * @returns {Generator<CSSMediaRule>}
   */
  const mediaRules = function* (rules) {
    for (const rule of rules) {
      if (rule instanceof CSSMediaRule) yield rule;
      const inner = /** @type {any} */ (rule).cssRules; // of style rules too, where one stands in another
      if (inner) yield* mediaRules(inner);
    }
  };

  const ALWAYS = "(min-width: 0px)";
  const NEVER = "(max-width: 0px)";

  /**
   * @param {string} text
   * @param {string} look
   */
  const looked = (text, look) => {
    if (look === "print") return text.replace(/\b(print|screen)\b/g, (kind) => (kind === "print" ? "screen" : "print")).replace(/\(prefers-color-scheme: ?(\w+)\)/g, (_, of) => (of === "light" ? ALWAYS : NEVER));
    if (look) return text.replace(/\(prefers-color-scheme: ?(\w+)\)/g, (_, of) => (of === look ? ALWAYS : NEVER));
    return text;
  };

  /** @param {string} look */
  const setLook = (look) => {
    for (const sheet of document.styleSheets) {
      for (const rule of mediaRules(sheet.cssRules)) {
        if (!media.has(rule)) media.set(rule, rule.media.mediaText);
        rule.media.mediaText = looked(media.get(rule) ?? "", look);
      }
    }
    html.style.colorScheme = look === "dark" ? "dark" : look ? "light" : "";
  };

  // ------------------------------------------------------------------------------------ the place

  /** @type {{at: string, y: number} | null} */
  let kept = null;
  try {
    kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
    sessionStorage.removeItem(KEPT);
  } catch {
    // Nothing is kept.
  }

  /**
   * Back to where the reader was before the page was loaded anew.
   *
   * @param {{at: string, y: number}} place
   */
  const goBack = ({ at, y }) => {
    kept = null;
    const link = /** @type {HTMLElement | null} */ (document.querySelector(`#contents a[href="#${CSS.escape(at)}"]`));
    if (html.dataset.at !== at) link?.click();
    requestAnimationFrame(() => scrollTo({ top: y, behavior: "instant" }));
    say({ took: "anew" });
  };

  new MutationObserver(() => {
    say({ at: html.dataset.at });
    if (kept?.at) goBack(kept);
  }).observe(html, { attributeFilter: ["data-at"] });

  addEventListener("message", ({ source, data }) => {
    if (source !== around) return;
    if (data.page !== undefined) take(data.page);
    if (data.look !== undefined) setLook(data.look);
  });
  addEventListener("load", () => say({ ready: true }));
})();
