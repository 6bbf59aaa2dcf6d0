// The look of a page: light, dark or paper whatever this computer has, by what its own rules say of each.

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
export const setLook = (look) => {
  for (const sheet of document.styleSheets) {
    for (const rule of mediaRules(sheet.cssRules)) {
      if (!media.has(rule)) media.set(rule, rule.media.mediaText);
      rule.media.mediaText = looked(media.get(rule) ?? "", look);
    }
  }
  const sheet = look === "print" ? { maxWidth: "174mm", margin: "18mm auto" } : { maxWidth: "", margin: "" }; // A4, with its margins
  Object.assign(document.documentElement.style, { ...sheet, colorScheme: look === "dark" ? "dark" : look ? "light" : "" });
};
