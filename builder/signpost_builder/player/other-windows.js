// The same course opened twice in one browser: the window opened last goes on, the earlier ones are told.

/**
 * Greets other windows of the course `name`; `later` is called when one is opened after this, `earlier` when one
 * was open already. Answers a function that stops listening. Without BroadcastChannel nothing is noticed here
 * and the launch counter in the state is the only guard.
 *
 * @param {Page} page
 * @param {string} name
 * @param {{later: () => void, earlier: () => void}} given
 */
export const watchOtherWindows = (page, name, { later, earlier }) => {
  try {
    const channel = new page.BroadcastChannel("signpost." + name);
    channel.onmessage = ({ data: greeting }) => {
      if (greeting === "hello") {
        channel.postMessage("here");
        later();
      } else earlier();
    };
    channel.postMessage("hello");
    return () => channel.close();
  } catch {
    return () => {};
  }
};
