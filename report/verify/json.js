// JSON as signatures need it: what was signed is Python's canonical text, so a number keeps its literal and a name may stand once.

/** A document that cannot be believed, in words. */
export class Unreadable extends Error {}

const SPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
// eslint-disable-next-line no-control-regex -- exactly these may not stand in a string of JSON
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
/** @type {[string, boolean | null][]} */
const WORDS = [["true", true], ["false", false], ["null", null]];
const DEEPEST = 100;

/** A number and its literal. */
class Literal {
  constructor(text, whole) {
    this.value = Number(text);
    this.canonical = whole ? BigInt(text).toString() : pythonFloat(this.value);
  }
}

/** Python's repr of a float: shortest digits as here, but 3.0, 1e-06 and 1e+16 where JavaScript writes 3, 0.000001 and 10000000000000000. */
export const pythonFloat = (value) => {
  if (!Number.isFinite(value)) throw new Unreadable("it holds a number that is not one");
  if (Object.is(value, -0)) return "-0.0";
  const [, sign, digits, exponent] = /** @type {RegExpExecArray} */ (/^(-?)([\d.]+)e([+-]\d+)$/.exec(value.toExponential()));
  const power = Number(exponent);
  if (value !== 0 && (power < -4 || power >= 16)) {
    return `${sign}${digits}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
  }
  const plain = String(value);
  return /[.e]/.test(plain) ? plain : `${plain}.0`;
};

/** The tree of a text: objects as Maps, numbers as Literals. Throws Unreadable. */
const tree = (text) => {
  let at = 0;
  const match = (pattern) => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) at = pattern.lastIndex;
    return found;
  };
  const fault = () => new Unreadable(!/\}\s*$/.test(text) || at >= text.trimEnd().length ? "it ends in the middle: it was cut off" : "it is not JSON");
  const take = (mark) => {
    match(SPACE);
    if (text[at] !== mark) return false;
    at += 1;
    return true;
  };
  const list = (end, item) => {
    if (take(end)) return;
    do item(); while (take(","));
    if (!take(end)) throw fault();
  };
  const string = () => {
    match(SPACE);
    const found = match(STRING);
    if (!found) throw fault();
    return JSON.parse(found[0]);
  };
  const value = (depth) => {
    if (depth > DEEPEST) throw new Unreadable("it is nested too deeply");
    match(SPACE);
    if (take("{")) {
      const found = new Map();
      list("}", () => {
        const name = string();
        if (found.has(name)) throw new Unreadable(`the name "${name}" stands twice in it, so two readers could see two things`);
        if (!take(":")) throw fault();
        found.set(name, value(depth + 1));
      });
      return found;
    }
    if (take("[")) {
      const found = [];
      list("]", () => found.push(value(depth + 1)));
      return found;
    }
    if (text[at] === '"') return string();
    const number = match(NUMBER);
    if (number) return new Literal(number[0], number[1] === undefined && number[2] === undefined);
    const word = WORDS.find(([name]) => text.startsWith(name, at));
    if (!word) throw fault();
    at += word[0].length;
    return word[1];
  };
  const found = value(0);
  match(SPACE);
  if (at < text.length) throw new Unreadable("something stands behind its end");
  return found;
};

/** Python orders strings by code points, JavaScript by UTF-16 units. */
const byCodePoints = (one, other) => {
  const [left, right] = [[...one], [...other]];
  for (let i = 0; i < Math.min(left.length, right.length); i += 1) {
    if (left[i] !== right[i]) return left[i].codePointAt(0) - right[i].codePointAt(0);
  }
  return left.length - right.length;
};

const canonical = (node) => {
  if (node instanceof Map) {
    const names = [...node.keys()].sort(byCodePoints);
    return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(node.get(name))}`).join(",")}}`;
  }
  if (Array.isArray(node)) return `[${node.map(canonical).join(",")}]`;
  return node instanceof Literal ? node.canonical : JSON.stringify(node);
};

const plain = (node) => {
  if (node instanceof Map) return Object.fromEntries([...node].map(([name, value]) => [name, plain(value)]));
  if (Array.isArray(node)) return node.map(plain);
  return node instanceof Literal ? node.value : node;
};

/** `{value, canonical, without(name)}`: the document, its canonical text, and that text with one member left out. */
export const parsed = (text) => {
  const root = tree(text.replace(/^\ufeff/, ""));
  if (!(root instanceof Map)) throw new Unreadable("it is not a document with named parts");
  return {
    value: plain(root),
    canonical: canonical(root),
    without: (name) => canonical(new Map([...root].filter(([each]) => each !== name))),
  };
};
