// A speechSynthesis as unkind as real ones: what each browser does wrong can be switched on.

/** @param {{page: ReturnType<typeof import("./fake-page.js").fakeBrowser>}} given */
export const fakeVoice = (page, { milliseconds = 500, silent = false, noStart = false, noEnd = false, errorOnCancel = false, dropped = 0, refuses = "", lies = false } = {}) => {
  const said = [];
  let queue = [];
  let stuck = false; // paused
  let running = null;

  const begin = () => {
    if (running || stuck || !queue.length) return;
    const [utterance] = queue;
    if (silent || dropped > 0) {
      dropped -= 1;
      queue.shift();
      return;
    }
    running = utterance;
    said.push(utterance.text);
    if (!noStart) utterance.onstart?.({});
    page.setTimeout(() => {
      if (running !== utterance) return;
      queue.shift();
      running = null;
      if (!noEnd) utterance.onend?.({});
      begin();
    }, milliseconds);
  };

  return {
    said,
    get speaking() {
      return Boolean(running) || lies;
    },
    get pending() {
      return queue.length > Number(Boolean(running));
    },
    speak(utterance) {
      if (refuses) return void page.setTimeout(() => utterance.onerror?.({ error: refuses }), 0);
      queue.push(utterance);
      page.setTimeout(begin, 0);
    },
    cancel() {
      const gone = queue;
      queue = [];
      running = null;
      // Chromium says so later, as an error; Firefox as an end.
      if (errorOnCancel) page.setTimeout(() => gone.forEach((utterance) => (utterance.onerror?.({ error: "interrupted" }), utterance.onend?.({}))), 1);
    },
    pause: () => (stuck = true),
    resume() {
      stuck = false;
      begin();
    },
  };
};
