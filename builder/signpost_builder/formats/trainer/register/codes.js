// The words of a code and whether its signature fits (docs/formats/proof.md; the same rules as builder/signpost_builder/proof/code.py).

const HEAD = "SIGNPOST-PROOF 1";
const LINES = ["course", "version", "date", "number", "name", "key", "signature"];
const NEEDED = 4;
const SHAPES = {
  course: /^[a-z0-9][a-z0-9-]{0,63}$/,
  version: /^\d{1,4}\.\d{1,4}\.\d{1,4}$/,
  date: /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/,
  number: /^[A-Za-z0-9_-]{21}[AQgw]$/, // 16 bytes, and bits over that are nothing
  name: /^(?!.*(?: {2}|[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]))\S(?:.{0,78}\S)?$/u, // nothing hidden: it would look like another's
  key: /^[0-9a-f]{16}$/,
  signature: /^[A-Za-z0-9_-]{85}[AQgw]$/,
};
const STRICT = { zip215: false }; // RFC 8032: as every other library judges it
const PUBLIC = /^signpost-key:([A-Za-z0-9_-]{43})$/;

const bytes = (text) => new TextEncoder().encode(text);
const hex = (data) => [...data].map((one) => one.toString(16).padStart(2, "0")).join("");
const decoded = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
const hash = (data) => hex(globalThis.registerLibraries.sha256(data));

/** What a text says, by the names of its lines; null where it is no code. */
export const parsed = (text) => {
  const [head, ...lines] = text.normalize("NFC").trim().split(/\r\n|\r|\n/).map((line) => line.trim());
  if (head !== HEAD) return null;
  const said = {};
  for (const line of lines) {
    const at = line.indexOf(": ");
    const name = line.slice(0, at);
    if (!LINES.includes(name) || name in said || !SHAPES[name].test(line.slice(at + 2))) return null;
    said[name] = line.slice(at + 2);
  }
  const order = LINES.filter((name) => name in said);
  if (Object.keys(said).join() !== order.join() || LINES.slice(0, NEEDED).some((name) => !(name in said))) return null;
  return "key" in said === "signature" in said ? said : null;
};

/** Every code in what was pasted: they follow each other, and other words between them are passed over. */
export const separated = (text) => {
  const parts = text.split(HEAD).slice(1);
  return parts.length ? parts.map((part) => HEAD + part) : [text];
};

/** Id and public half of what `signpost room keygen` printed; null for anything else. */
export const publicKey = (text) => {
  const found = PUBLIC.exec(text.trim());
  return found && { id: hash(decoded(found[1])).slice(0, 16), key: found[1] };
};

/** Whether the signature of `said` is by `key` over just this. */
export const fits = (said, key) => {
  const held = hash(bytes(`${said.number}\n${said.name ?? ""}`));
  const text = `signpost proof 1\n${said.course}\n${said.version}\n${said.date}\n${held}\n`;
  try {
    return globalThis.registerLibraries.ed25519.verify(decoded(said.signature), bytes(text), decoded(key), STRICT);
  } catch {
    return false; // no point of the curve: nobody's signature
  }
};
