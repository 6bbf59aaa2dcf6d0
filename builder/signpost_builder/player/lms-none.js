// No platform: the state string stays in this browser's storage. Where storage is refused (a sandboxed frame, a
// browser set to keep nothing) the session's memory is all there is. Nothing is reported to anyone.

/**
 * The adapter of the web format. Methods as in lms-scorm.js, and `forget`.
 *
 * @param {Page} window
 */
export const connect = (window) => {
  /** @type {Storage | null} */
  let storage = null;
  let key = "";

  /** @param {Values} values */
  const write = ({ state, location }) => {
    try {
      storage?.setItem(key, location + " " + state);
      return true;
    } catch {
      return false;
    }
  };

  return /** @satisfies {LmsAdapter} */ ({
    start(name) {
      key = "signpost." + name;
      try {
        storage = window.localStorage;
        storage.setItem(key + ".try", "1");
        storage.removeItem(key + ".try");
      } catch {
        storage = null;
      }
      return true;
    },
    restore() {
      let text = "";
      try {
        text = storage?.getItem(key) ?? "";
      } catch {
        // Reading is refused: as good as nothing kept.
      }
      const [location, state = ""] = text.split(" ");
      return { mode: "normal", tracked: Boolean(storage), state, location, completed: false, passed: false };
    },
    record() {},
    save: write,
    finish: (values) => !values || write(values),
    /** Removes what this browser holds of this course. */
    forget() {
      try {
        storage?.removeItem(key);
      } catch {
        // Nothing could be kept, so nothing is left.
      }
    },
  });
};
