// Who signed, and whether anything is missing between releases: the trust root, the keys that follow it, the chain of the ledger.

import { followers } from "./release.js";

const CONSONANTS = "bdfghjklmnprstvz";
const VOWELS = "aiou";
const holds = (words) => ({ state: "holds", words });
const fails = (words) => ({ state: "fails", words });
const unknown = (words) => ({ state: "unknown", words });
const and = (words) => (words.length > 1 ? `${words.slice(0, -1).join(", ")} and ${words.at(-1)}` : words[0]);

/** Six words that stand for the release: the key holder wrote them on paper. */
export const wordsOf = (sha256) =>
  [0, 4, 8, 12, 16, 20]
    .map((at) => Number.parseInt(sha256.slice(at, at + 4), 16))
    .map((bits) => CONSONANTS[bits >> 12] + VOWELS[(bits >> 10) & 3] + CONSONANTS[(bits >> 6) & 15] + VOWELS[(bits >> 4) & 3] + CONSONANTS[bits & 15])
    .join(" ");

/** Whether every signing key is `root` or follows from it. Without a root: whether all of them follow from one key. */
export const checkKeys = (releases, root) => {
  const endorsements = releases.flatMap(({ document }) => document.signature.endorsements);
  const keys = [...new Set(releases.map(({ document }) => document.signature.key))];
  if (root) {
    const known = followers(root, endorsements);
    const strangers = keys.filter((key) => !known.has(key));
    if (strangers.length) {
      return fails(`Signed with ${and(strangers)}. That is not the key you trust, and the key you trust did not vouch for it. Whoever made this is somebody else.`);
    }
    const others = keys.filter((key) => key !== root);
    return holds(others.length ? `Signed with ${and(keys)}. Each of these keys is the one you trust or was signed by it or by one that follows it.` : "Signed with the key you trust.");
  }
  const roots = [...new Set([...keys, ...endorsements.map(({ by }) => by)])].filter((one) => {
    const known = followers(one, endorsements);
    return keys.every((key) => known.has(key));
  });
  if (!roots.length) return fails(`Signed with ${and(keys)}, and no one of these keys vouches for the others. They do not come from one hand.`);
  return unknown(`Signed with ${and(keys)}. You gave no key to compare it with, so this page can say that nothing was changed since, but not by whom it was signed. The course names the key ("verify").`);
};

/** Whether releases follow each other without one missing, exchanged or twice. */
export const checkChain = (releases) => {
  const bySequence = grouped(releases);
  const numbers = [...bySequence.keys()].sort((one, other) => one - other);
  const first = bySequence.get(numbers[0])[0];
  for (const [number, among] of bySequence) {
    if (new Set(among.map(({ sha256 }) => sha256)).size > 1) {
      return fails(`Two different releases both say that they are number ${number} of the key holder. There are two ledgers, and one of them must not be believed.`);
    }
  }
  if (numbers[0] === 1 && first.document.ledger.previous !== null) return fails("Release number 1 names one before it, and there cannot be one.");
  const missing = [];
  for (const [place, number] of numbers.entries()) {
    const next = numbers[place + 1];
    if (next === undefined) break;
    if (next !== number + 1) {
      missing.push(...Array.from({ length: Math.min(next - number - 1, 20) }, (_, i) => number + 1 + i));
      continue;
    }
    if (bySequence.get(next)[0].document.ledger.previous !== bySequence.get(number)[0].sha256) {
      return fails(`Release number ${next} was made after another release than the number ${number} that you gave. One of the two was exchanged.`);
    }
  }
  const earlier = numbers[0] > 1 ? [`numbers 1 to ${numbers[0] - 1}`] : [];
  const open = [...earlier, ...(missing.length ? [`number ${and(missing.map(String))}`] : [])];
  const said = numbers.length > 1 ? `The releases are numbers ${and(numbers.map(String))} of the key holder` : `The release is number ${numbers[0]} of the key holder`;
  if (open.length) return unknown(`${said}. You did not give ${and(open)}, so what was published then is not known here; nothing that you gave contradicts it.`);
  return holds(numbers.length > 1 ? `${said}, and each names the one before it: none is missing between them, none was exchanged.` : `${said}, the first that there is.`);
};

const grouped = (releases) => {
  const found = new Map();
  for (const one of releases) {
    const number = one.document.ledger.sequence;
    found.set(number, [...(found.get(number) ?? []), one]);
  }
  return found;
};
