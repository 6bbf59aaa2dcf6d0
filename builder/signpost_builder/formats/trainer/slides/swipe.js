/** A finger drawn across the slide. */

const FAR = 60; // CSS pixels

/** @type {(left: () => void, right: () => void) => void} */
export const onSwipe = (left, right) => {
  /** @type {Touch | null} */
  let from = null;
  addEventListener("touchstart", ({ touches }) => (from = touches.length === 1 ? touches[0] : null), { passive: true });
  addEventListener("touchend", ({ changedTouches }) => {
    if (from === null) return;
    const across = changedTouches[0].clientX - from.clientX;
    const along = Math.abs(changedTouches[0].clientY - from.clientY);
    from = null;
    if (Math.abs(across) < FAR || Math.abs(across) < 2 * along) return;
    if (across < 0) left();
    else right();
  });
};
