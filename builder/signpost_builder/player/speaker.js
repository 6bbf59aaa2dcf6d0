// Speaks sentences one after another with a voice of this device, and believes no browser: events may come late, twice or never.
//
// One utterance for each sentence: long ones stop in the middle. Pausing is ending here and beginning the sentence again, as
// `pause()` ends everything on Android, and in Firefox outlives `cancel()`.

/** Milliseconds. */
const WATCH_EVERY = 1000;
const BEGINS_WITHIN = 4000;
const SLOWEST = 250; // for a letter
const FASTEST = 40;
const TRIES = 2;

/**
 * `mark(index)` is called with the sentence that is spoken, -1 where none is; `ended(failed)` after the last one, and where the
 * voice does not speak.
 *
 * @param {{page: Page, mark: (index: number) => boolean, ended: (failed: boolean) => void}} given
 */
export const createSpeaker = ({ page, mark, ended }) => {
  const speech = page.speechSynthesis;
  /** @type {string[]} */
  let sentences = [];
  let at = 0;
  let turn = 0; // events of what was spoken before are none of ours
  /** @type {number | undefined} */
  let timer;
  /** @type {SpeechSynthesisUtterance} */
  let spoken; // Chromium forgets one that nobody holds, and its events with it

  const hush = () => {
    turn += 1;
    page.clearTimeout(timer);
    mark(-1);
    speech.cancel();
  };

  /** @param {boolean} failed */
  const end = (failed) => {
    hush();
    ended(failed);
  };

  /**
   * @param {Pick<SpeechSynthesisUtterance, "rate">} how
   * @param {number} [tries]
   */
  const speak = (how, tries = 1) => {
    const mine = ++turn;
    const begun = page.performance.now();
    const letters = sentences[at].length / how.rate;
    let heard = false;
    spoken = Object.assign(new page.SpeechSynthesisUtterance(sentences[at]), how);

    /** @param {boolean} well */
    const over = (well) => {
      if (mine !== turn) return;
      page.clearTimeout(timer);
      if (!well && tries < TRIES) speak(how, tries + 1);
      else if (!well || ++at >= sentences.length) end(!well);
      else speak(how);
    };
    const look = () => {
      const waited = page.performance.now() - begun;
      heard ||= speech.speaking;
      if (waited > BEGINS_WITHIN + letters * SLOWEST) {
        speech.cancel();
        over(heard);
      } else if (!speech.speaking && !speech.pending && waited > letters * FASTEST) over(heard);
      if (mine === turn) timer = page.setTimeout(look, WATCH_EVERY);
    };
    spoken.onstart = () => (heard = true);
    spoken.onend = () => over(true);
    spoken.onerror = () => over(false);
    if (!mark(at)) return end(false);
    speech.resume(); // a pause of another page sticks
    speech.speak(spoken);
    timer = page.setTimeout(look, WATCH_EVERY);
  };

  return {
    /**
     * From the first of `texts` on; `how`: voice and speed.
     *
     * @param {string[]} texts
     * @param {Pick<SpeechSynthesisUtterance, "rate">} how
     */
    begin(texts, how) {
      sentences = texts;
      at = 0;
      if (texts.length) speak(how);
      else ended(false);
    },
    /** Silence; `goOn` begins the sentence again. */
    hush,
    goOn: speak,
  };
};
