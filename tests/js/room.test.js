/** The room's pure parts: what may be shown, how a card becomes an answer, what the camera is said to need. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { advice } from "../../builder/signpost_builder/formats/trainer/room/advice.js";
import { createCards, sideUp } from "../../builder/signpost_builder/formats/trainer/room/cards.js";
import { closedStage, openStage } from "../../builder/signpost_builder/formats/trainer/room/showing.js";
import { createSitting } from "../../builder/signpost_builder/formats/trainer/room/sitting.js";
import { isEnough, people, result, rounded, samePeople } from "../../builder/signpost_builder/formats/trainer/room/tally.js";
import { seeded } from "./seeded.js";

const NO_HANDS = { counts: [], people: 0 };
/** Votes of so many for the first choice, the second … */
const votes = (...counts) => new Map(counts.flatMap((count, place) => Array(count).fill([place])).map((places, at) => [`card:${at}`, places]));
const secret = (...counts) => ({ votes: votes(...counts), hands: NO_HANDS });

/** What each word promises, by itself: shares between which it is true. */
const TRUE_OF = {
  hardly_anyone: [0, 0.1], few_or_nobody: [0, 0.2], a_few: [0.05, 0.25], quarter: [0.1, 0.42], third: [0.25, 0.45], half_or_less: [0, 0.5],
  some: [0.1, 0.75], half: [0.33, 0.67], half_or_more: [0.5, 1], two_thirds: [0.55, 0.78], three_quarters: [0.6, 0.9], most: [0.75, 1],
  most_or_everyone: [0.55, 1], nearly_everyone: [0.85, 1],
};

test("every word is true of every count that it stands for, in every room", () => {
  for (let of = 10; of <= 40; of += 1) {
    for (let count = 0; count <= of; count += 1) {
      const { word } = rounded(count, of);
      const [from, to] = TRUE_OF[word];
      assert.ok(from <= count / of && count / of <= to, `${count} of ${of}: ${word}`);
    }
  }
});

test("no number stands for a single count, nobody and everybody least of all", () => {
  for (const of of [10, 13, 17, 24, 31, 40, 41, 63, 100, 200]) {
    const groups = new Map();
    for (let count = 0; count <= of; count += 1) {
      const said = JSON.stringify(rounded(count, of));
      groups.set(said, [...(groups.get(said) ?? []), count]);
    }
    for (const [said, counts] of groups) assert.ok(counts.length >= 3, `${said} of ${of} is only ${counts}`);
  }
});

test("words up to forty people, percentages in fives above", () => {
  assert.equal(rounded(20, 40).word, "half");
  assert.deepEqual(rounded(20, 41), { word: "percent", percent: 50 });
  assert.deepEqual([rounded(0, 200).word, rounded(200, 200).word], ["hardly_anyone", "nearly_everyone"]);
});

test("nothing below ten people, and nothing of fewer than ten who answered unseen", () => {
  assert.equal(result(secret(5, 4), 2), null);
  assert.notEqual(result(secret(5, 5), 2), null);
  // Nine hands that everybody saw, and one phone: take the hands away and the phone's answer stands there.
  assert.equal(isEnough({ votes: votes(1), hands: { counts: [9, 0], people: 9 } }), false);
  assert.equal(isEnough({ votes: votes(6, 4), hands: { counts: [1, 0], people: 1 } }), true);
  assert.equal(isEnough({ votes: new Map(), hands: { counts: [4, 6], people: 10 } }), true);
  assert.equal(people({ votes: votes(6), hands: { counts: [4, 6], people: 10 } }), 16);
});

const sittingWith = (several = false) =>
  createSitting([{ id: "q", title: "", module: "", stem: ["Why?"], choices: ["x", "y", "z"], several }]);
const answered = (sitting, answers) => {
  sitting.open("q");
  answers.forEach((places, voter) => sitting.vote(voter, places));
  return sitting.close();
};

test("closed, asked again with one voter more: what is shown does not depend on that voter", () => {
  for (const place of [0, 1, 2]) {
    const sitting = sittingWith();
    const first = answered(sitting, votes(7, 8, 5));
    const second = answered(sitting, new Map([...votes(7, 8, 5), ["phone:late", [place]]]));
    assert.deepEqual(second.shown, first.shown);
    assert.equal(second.come, 1);
  }
});

test("closed, asked again without one of the voters: what is shown does not depend on who left", () => {
  const all = votes(8, 8, 4);
  for (const leaver of all.keys()) {
    const sitting = sittingWith();
    const first = answered(sitting, all);
    const rest = new Map(all);
    rest.delete(leaver);
    assert.deepEqual(answered(sitting, rest).shown, first.shown);
  }
});

test("two results differ in nobody, or in ten people or more", () => {
  const draw = seeded(17);
  for (let run = 0; run < 300; run += 1) {
    const some = (share) => new Map(Array.from({ length: 45 }, (_, at) => [`v${at}`, [Math.floor(draw() * 3)]]).filter(() => draw() < share));
    const first = some(draw());
    const counted = samePeople(first, some(draw())).votes;
    const come = [...counted.keys()].filter((voter) => !first.has(voter)).length;
    const gone = [...first.keys()].filter((voter) => !counted.has(voter)).length;
    assert.ok((come === 0 || come >= 10) && (gone === 0 || gone >= 10), `${come} came, ${gone} left`);
  }
});

test("fewer than ten who answer again show nothing: the difference would be theirs", () => {
  for (const again of [1, 2, 9]) {
    const sitting = sittingWith();
    const first = votes(7, 3, 2);
    assert.notEqual(answered(sitting, first).shown, null);
    const few = [...first.keys()].slice(0, again).map((voter) => [voter, [2]]);
    const second = answered(sitting, new Map(few));
    assert.equal(second.shown, null);
    assert.equal(sitting.step("q"), "more"); // with those it has, and more
    const strangers = Array.from({ length: 9 }, (_, at) => [`phone:${at}`, [1]]);
    const other = sittingWith();
    answered(other, first);
    assert.equal(answered(other, new Map([...few, ...strangers])).shown, null);
  }
});

test("whatever is opened, closed and opened again: a shown result rests on ten new answers, or on none", () => {
  const draw = seeded(23);
  let shown = 0;
  for (let run = 0; run < 500; run += 1) {
    const sitting = sittingWith();
    const some = (share) => new Map(Array.from({ length: 30 }, (_, at) => [`v${at}`, [Math.floor(draw() * 3)]]).filter(() => draw() < share));
    for (let step = 0; step < 5; step += 1) answered(sitting, some(draw()));
    const [first, second] = sitting.rounds("q");
    if (!second?.shown) continue;
    shown += 1;
    const { votes: counted } = samePeople(first.votes, second.votes);
    const fresh = [...counted.keys()].filter((voter) => second.votes.has(voter)).length;
    assert.ok(fresh === 0 || fresh >= 10, `${fresh} answered again`);
    assert.ok(first.votes.size >= 10);
  }
  assert.ok(shown > 50);
});

test("a question is asked twice at most; one that had too few answers goes on with those it has", () => {
  const sitting = sittingWith();
  assert.equal(sitting.step("q"), "open");
  assert.equal(answered(sitting, votes(5)).shown, null);
  assert.equal(sitting.step("q"), "more");
  sitting.open("q");
  [...votes(5, 6)].slice(5).forEach(([voter, places]) => sitting.vote(voter, places));
  assert.equal(sitting.close().votes.size, 11);
  assert.equal(sitting.step("q"), "again");
  answered(sitting, votes(11));
  assert.equal(sitting.step("q"), "");
  sitting.open("q");
  assert.equal(sitting.openId(), "");
  assert.equal(sitting.rounds("q").length, 2);
});

test("a later answer replaces the one before; after closing none counts; opening another closes the first", () => {
  const sitting = createSitting([{ id: "q", choices: ["x", "y"] }, { id: "r", choices: ["x", "y"] }]);
  sitting.open("q");
  sitting.vote("card:1", [0]);
  sitting.vote("card:1", [1]);
  assert.equal(sitting.answered(), 1);
  sitting.open("r");
  assert.deepEqual([sitting.openId(), [...sitting.rounds("q")[0].votes.values()]], ["r", [[1]]]);
  sitting.close();
  sitting.vote("card:2", [0]);
  assert.equal(sitting.rounds("r")[0].votes.size, 0);
});

test("hands are added; where several may be right, people are counted and not hands", () => {
  const sitting = sittingWith();
  sitting.open("q");
  sitting.count([6, 3, 2], 0);
  assert.equal(sitting.answered(), 11);
  const several = sittingWith(true);
  several.open("q");
  several.count([9, 8, 2], 12);
  assert.equal(several.answered(), 12);
  assert.deepEqual(several.close().shown.shares.map(({ percent }) => percent), [85, 85, 3]);
});

const seenAt = (id, side, x = 100 * id) => ({ id, side, size: 40, at: { x, y: 100 } });

test("a card counts after three equal pictures, and a turned one after three more", () => {
  const cards = createCards();
  const see = (side) => cards.see([seenAt(7, side)]).map((sure) => sure.side);
  assert.deepEqual([see(0), see(0), see(0), see(1), see(1), see(0), see(1), see(1), see(1)], [[], [], [0], [], [], [], [], [], [1]]);
});

test("pictures in which a card is hidden do not matter; after twenty of them it begins anew", () => {
  const cards = createCards();
  cards.see([seenAt(7, 2)]);
  cards.see([]);
  cards.see([seenAt(7, 2)]);
  assert.equal(cards.see([seenAt(7, 2)]).length, 1);
  for (let picture = 0; picture < 25; picture += 1) cards.see([]);
  assert.equal(cards.see([seenAt(7, 2)]).length, 0);
  cards.restart();
  assert.equal(cards.known(), 1);
});

test("one number in two places counts nowhere; the same square found twice is one card", () => {
  const cards = createCards();
  for (let picture = 0; picture < 3; picture += 1) cards.see([seenAt(3, 0, 100), seenAt(3, 1, 900), seenAt(4, 0, 300), seenAt(4, 0, 312)]);
  assert.deepEqual(cards.doubled(), [3]);
  assert.deepEqual(cards.see([seenAt(3, 0, 100), seenAt(4, 0, 300)]).map(({ id }) => id), [4]);
});

test("the side that is up, and none for a card on its corner", () => {
  const turned = (degrees) => [225, 315, 45, 135].map((corner) => {
    const angle = ((corner + degrees) * Math.PI) / 180;
    return { x: Math.cos(angle), y: Math.sin(angle) };
  });
  assert.deepEqual([0, 20, 90, 180, 270, 45, 50].map((degrees) => sideUp(turned(degrees))), [0, 0, 3, 2, 1, -1, -1]);
});

test("what the camera needs, the light first", () => {
  const seen = { brightness: 120, smallest: 60, read: 28, expected: 31 };
  assert.equal(advice(seen), "covered");
  assert.equal(advice({ ...seen, smallest: 30 }), "closer");
  assert.equal(advice({ ...seen, brightness: 20 }), "dark");
  assert.equal(advice({ ...seen, brightness: 240 }), "bright");
  assert.equal(advice({ ...seen, read: 0, smallest: 0 }), "none");
  assert.equal(advice({ ...seen, read: 31, brightness: 20 }), "");
});

const QUESTION = { id: "q", title: "T", module: "M", stem: ["Why?"], choices: ["x", "y"], several: false };
const TEXTS = {
  words: { few_or_nobody: "few or nobody", some: "some", most_or_everyone: "most or everyone" },
  about: "About {people}.", rounded: "Rounded.", too_few: "Too few.", too_few_again: "Too few again.", first: "First", then: "Then", newcomers: "Came.", kept: "Kept.", answer_now: "Now.", several: "Several.",
};

test("while a question is open, no bar; closed with too few, no bar and a reason", () => {
  const sitting = createSitting([QUESTION]);
  sitting.open("q");
  votes(9).forEach((places, voter) => sitting.vote(voter, places));
  assert.deepEqual(openStage(QUESTION, "9 answered", "AB", TEXTS).rows.flatMap(({ bars }) => bars), []);
  sitting.close();
  const stage = closedStage(QUESTION, sitting.rounds("q"), "AB", TEXTS);
  assert.deepEqual([stage.note, stage.rows.flatMap(({ bars }) => bars)], ["Too few.", []]);
});

test("asked again and answered by few: the first result stays, and it is said why there is no second", () => {
  const sitting = createSitting([QUESTION]);
  answered(sitting, votes(6, 5));
  answered(sitting, votes(3));
  const { rows, more } = closedStage(QUESTION, sitting.rounds("q"), "AB", TEXTS);
  assert.deepEqual([rows[0].bars.map(({ label }) => label), more], [[""], "Too few again."]);
});

test("asked twice: two bars for each choice, with words", () => {
  const sitting = createSitting([QUESTION]);
  answered(sitting, votes(6, 5));
  answered(sitting, votes(11));
  const { rows, note, more } = closedStage(QUESTION, sitting.rounds("q"), "AB", TEXTS);
  assert.deepEqual(rows[0].bars.map(({ label, word }) => `${label} ${word}`), ["First some", "Then most or everyone"]);
  assert.deepEqual([note, more], ["About 10. Rounded.", ""]);
});
