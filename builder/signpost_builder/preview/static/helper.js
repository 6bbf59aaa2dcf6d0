// In the page of a course that is previewed, before its own script: takes over what has changed, keeps page and place, changes
// the look. It hears the window around it alone, and who may be that, the page's policy says (frame-ancestors).
(() => {
  const html = document.documentElement;
  const KEPT = "signpost.preview.place";
  const WIRED = "form, input, button, select, textarea, [data-question], .check, .scenario, video, audio"; // the player holds on to these
  const around = window.parent;
  const say = (message) => around.postMessage(message, "*");
  const inPlatform = (() => {
    try {
      return around.location.origin === location.origin;
    } catch {
      return false;
    }
  })();

  // ------------------------------------------------------------ what the page was, before its script

  const textOf = (node) => node.outerHTML ?? node.textContent;
  const pagesIn = (page) => [...page.querySelectorAll("main > .page")];
  const partsOf = (section) => [...section.childNodes].filter((node) => node.nodeType === 1 || node.textContent.trim());

  /** Everything but what stands in the pages, and what says the version. */
  const frameOf = (page) => {
    const copy = page.cloneNode(true);
    for (const section of pagesIn(copy)) {
      section.replaceChildren();
      section.removeAttribute("data-seconds");
    }
    // What stands without scripts is read as text where they run.
    for (const other of copy.querySelectorAll("script:not(#course-data), noscript, footer .version")) other.remove();
    // The digest is in the data too, and the player reads it nowhere.
    return copy.innerHTML.replace(/"digest":"\w*"/, "").replace(/\s+/g, " ").trim();
  };

  const remember = (page) => new Map(pagesIn(page).map((section) => [section.id, partsOf(section).map((node) => [node, textOf(node)])]));

  const frame = frameOf(html);
  const pages = remember(html);

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

  const isWired = (node) => node.nodeType === 1 && (node.matches(WIRED) || node.querySelector(WIRED));

  /** Where two lists of texts begin and end to differ. */
  const difference = (old, now) => {
    let from = 0;
    while (from < Math.min(old.length, now.length) && old[from] === now[from]) from += 1;
    let back = 0;
    while (back < Math.min(old.length, now.length) - from && old.at(-1 - back) === now.at(-1 - back)) back += 1;
    return [from, old.length - back, now.length - back];
  };

  /** What is to be done in one page; null: it cannot be done in place. */
  const changeOf = (section) => {
    const shown = document.getElementById(section.id);
    const before = pages.get(section.id);
    const after = partsOf(section).map((node) => [node, textOf(node)]);
    const [from, oldEnd, newEnd] = difference(before.map(([, text]) => text), after.map(([, text]) => text));
    const gone = before.slice(from, oldEnd).map(([node]) => node);
    const come = after.slice(from, newEnd).map(([node]) => document.importNode(node, true));
    if ([...gone, ...come].some(isWired) || gone.some((node) => node.parentNode !== shown)) return null;
    const follower = before[oldEnd]?.[0] ?? before[oldEnd - 1]?.[0].nextSibling ?? null;
    if (follower && follower.parentNode !== shown) return null;
    return () => {
      gone.forEach((node) => node.remove());
      come.forEach((node) => shown.insertBefore(node, follower));
      const made = come.map((node, place) => [node, after[from + place][1]]);
      pages.set(section.id, [...before.slice(0, from), ...made, ...before.slice(oldEnd)]);
      if (section.dataset.seconds) shown.dataset.seconds = section.dataset.seconds;
    };
  };

  const take = (text) => {
    const next = new DOMParser().parseFromString(text, "text/html");
    const sections = pagesIn(next);
    const changes = frameOf(next.documentElement) === frame && sections.every(({ id }) => pages.has(id)) ? sections.map(changeOf) : [null];
    if (changes.includes(null)) return reload();
    changes.forEach((change) => change());
    const version = next.querySelector("footer .version");
    if (version) document.querySelector("footer .version")?.replaceWith(document.importNode(version, true));
    say({ took: "in place" });
  };

  // ------------------------------------------------------------------------------------- the look

  const media = new Map();

  const mediaRules = function* (rules) {
    for (const rule of rules) {
      if (rule instanceof CSSMediaRule) yield rule;
      if (rule.cssRules) yield* mediaRules(rule.cssRules);
    }
  };

  const ALWAYS = "(min-width: 0px)";
  const NEVER = "(max-width: 0px)";

  const looked = (text, look) => {
    if (look === "print") return text.replace(/\b(print|screen)\b/g, (kind) => (kind === "print" ? "screen" : "print")).replace(/\(prefers-color-scheme: ?(\w+)\)/g, (_, of) => (of === "light" ? ALWAYS : NEVER));
    if (look) return text.replace(/\(prefers-color-scheme: ?(\w+)\)/g, (_, of) => (of === look ? ALWAYS : NEVER));
    return text;
  };

  const setLook = (look) => {
    for (const sheet of document.styleSheets) {
      for (const rule of mediaRules(sheet.cssRules)) {
        if (!media.has(rule)) media.set(rule, rule.media.mediaText);
        rule.media.mediaText = looked(media.get(rule), look);
      }
    }
    html.style.colorScheme = look === "dark" ? "dark" : look ? "light" : "";
  };

  // ------------------------------------------------------------------------------------ the place

  let kept = null;
  try {
    kept = JSON.parse(sessionStorage.getItem(KEPT));
    sessionStorage.removeItem(KEPT);
  } catch {
    // Nothing is kept.
  }

  /** Back to where the reader was before the page was loaded anew. */
  const goBack = () => {
    const { at, y } = kept;
    kept = null;
    if (html.dataset.at !== at) document.querySelector(`#contents a[href="#${CSS.escape(at)}"]`)?.click();
    requestAnimationFrame(() => scrollTo({ top: y, behavior: "instant" }));
    say({ took: "anew" });
  };

  new MutationObserver(() => {
    say({ at: html.dataset.at });
    if (kept?.at) goBack();
  }).observe(html, { attributeFilter: ["data-at"] });

  addEventListener("message", ({ source, data }) => {
    if (source !== around) return;
    if (data.page !== undefined) take(data.page);
    if (data.look !== undefined) setLook(data.look);
  });
  addEventListener("load", () => say({ ready: true }));
})();
