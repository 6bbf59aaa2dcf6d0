// How long the learner was really there.

/**
 * Counts seconds while the window can be seen; `pause` and `resume` may come twice.
 *
 * @param {Page} page
 */
export const activeClock = (page) => {
  const now = () => page.performance.now();
  let counted = 0;
  let since = page.document.visibilityState === "hidden" ? null : now();

  return {
    seconds: () => (counted + (since === null ? 0 : now() - since)) / 1000,
    pause() {
      if (since !== null) counted += now() - since;
      since = null;
    },
    resume() {
      since ??= now();
    },
  };
};
