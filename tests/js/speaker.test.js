import assert from "node:assert/strict";
import test from "node:test";

import { createSpeaker } from "../../builder/signpost_builder/player/speaker.js";
import { fakeBrowser } from "./fake-page.js";
import { fakeVoice } from "./fake-voice.js";

const TEXTS = ["One.", "Two.", "Three."];

const speaking = (how, shown = () => true) => {
  const page = fakeBrowser().open();
  page.speechSynthesis = fakeVoice(page, how);
  page.SpeechSynthesisUtterance = class {
    constructor(text) {
      this.text = text;
    }
  };
  const marks = [];
  const ends = [];
  const speaker = createSpeaker({ page, mark: (at) => (marks.push(at), shown(at)), ended: (failed) => ends.push(failed) });
  return { page, speaker, marks, ends, voice: page.speechSynthesis };
};

test("one utterance for each sentence, each marked, and silence at the end", () => {
  const { page, speaker, marks, ends, voice } = speaking();
  speaker.begin(TEXTS, { rate: 1 });
  page.wait(20_000);

  assert.deepEqual(voice.said, TEXTS);
  assert.deepEqual(marks, [0, 1, 2, -1]);
  assert.deepEqual(ends, [false]);
  assert.equal(page.waiting(), 0);
});

for (const how of [
  { errorOnCancel: true },
  { noStart: true },
  { noEnd: true },
  { noEnd: true, noStart: true, milliseconds: 1500 },
  { dropped: 1 },
  { lies: true, noEnd: true }, // for ever "speaking"
]) {
  test(`the page is read to its end by a voice that is ${JSON.stringify(how)}`, () => {
    const { page, speaker, ends, voice } = speaking(how);
    speaker.begin(TEXTS, { rate: 1 });
    page.wait(120_000);

    assert.deepEqual(voice.said, TEXTS);
    assert.deepEqual(ends, [false]);
  });
}

for (const how of [{ silent: true }, { refuses: "not-allowed" }, { refuses: "synthesis-failed" }]) {
  test(`a voice that is ${JSON.stringify(how)} is tried twice, and the reader told`, () => {
    const { page, speaker, ends, marks, voice } = speaking(how);
    speaker.begin(TEXTS, { rate: 1 });
    page.wait(60_000);

    assert.deepEqual(voice.said, []);
    assert.deepEqual(ends, [true]);
    assert.equal(marks.at(-1), -1);
    assert.equal(page.waiting(), 0);
  });
}

test("pausing is silent at once, and going on begins the sentence again", () => {
  const { page, speaker, marks, ends, voice } = speaking({ errorOnCancel: true });
  speaker.begin(TEXTS, { rate: 1 });
  page.wait(600);
  speaker.hush();
  assert.equal(voice.speaking, false);
  page.wait(60_000);
  assert.deepEqual(voice.said, ["One.", "Two."]);
  assert.deepEqual(ends, []);
  speaker.goOn({ rate: 1 });
  page.wait(20_000);

  assert.deepEqual(voice.said, ["One.", "Two.", "Two.", "Three."]);
  assert.deepEqual(marks, [0, 1, -1, 1, 2, -1]);
});

test("a pause of another page that sticks does not keep this one silent", () => {
  const { page, speaker, voice } = speaking();
  voice.pause();
  speaker.begin(TEXTS, { rate: 1 });
  page.wait(20_000);

  assert.deepEqual(voice.said, TEXTS);
});

test("what is hidden meanwhile is not read", () => {
  const { page, speaker, ends, voice } = speaking({}, (at) => at !== 1);
  speaker.begin(TEXTS, { rate: 1 });
  page.wait(20_000);

  assert.deepEqual(voice.said, ["One."]);
  assert.deepEqual(ends, [false]);
});

test("events of what was spoken before change nothing", () => {
  const { page, speaker, ends, voice } = speaking({ errorOnCancel: true });
  speaker.begin(TEXTS, { rate: 1 });
  page.wait(100);
  speaker.hush();
  speaker.begin(["Four."], { rate: 1 });
  page.wait(20_000);

  assert.deepEqual(voice.said, ["One.", "Four."]);
  assert.deepEqual(ends, [false]);
});

test("a page without a word to read ends at once", () => {
  const { speaker, ends } = speaking();
  speaker.begin([], { rate: 1 });

  assert.deepEqual(ends, [false]);
});
