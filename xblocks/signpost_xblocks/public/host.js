// The page around a Signpost block: makes the frame that the block's document stands in, keeps it as high as what it
// shows, and calls the handlers for it (the other side is the player's lms-xblock.js). One plain function, as every
// Open edX runtime calls it; no library, nothing global but its name, as many blocks on a page as one likes.

/**
 * @param {{handlerUrl(element: unknown, handler: string): string}} runtime
 * @param {any} element the block's, or jQuery around it
 * @param {{held: BlockHeld}} args
 */
function SignpostBlock(runtime, element, args) {
  "use strict";
  const LEAST_HEIGHT = 400; // pixels: room for the help panel and the list of pages over a short page
  const SHARE_OF_SCREEN = 0.7;
  const root = (element.jquery ? element[0] : element).querySelector(".signpost-block");
  const said = root.querySelector(".signpost-said");
  const frame = document.createElement("iframe");

  /** @param {string} name */
  const cookie = (name) =>
    document.cookie
      .split(/;\s*/)
      .filter((pair) => pair.startsWith(name + "="))
      .map((pair) => decodeURIComponent(pair.slice(name.length + 1)))[0];

  /**
   * @param {string} handler
   * @param {object} body
   */
  const call = async (handler, body) => {
    try {
      const answer = await fetch(runtime.handlerUrl(element, handler), {
        method: "POST",
        credentials: "same-origin",
        cache: "no-store",
        redirect: "manual", // to a sign-in page, for one: that is no answer of ours
        keepalive: true,
        headers: { "Content-Type": "application/json", "X-CSRFToken": cookie("csrftoken") || "" },
        body: JSON.stringify(body),
      });
      return { status: answer.status, answer: await answer.json().catch(() => ({})) };
    } catch {
      return { status: 0, answer: {} };
    }
  };

  /**
   * Where "exit this page" must stay in view, the frame leaves room for itself on the screen and scrolls inside.
   *
   * @param {Element} page
   */
  const mostHeight = (page) => (page.querySelector(".bar .exit.button") ? screen.availHeight * SHARE_OF_SCREEN : Infinity);

  const fit = () => {
    const page = frame.contentDocument?.documentElement;
    if (!page) return;
    const height = Math.min(mostHeight(page), page.getBoundingClientRect().height);
    frame.style.height = Math.ceil(Math.max(LEAST_HEIGHT, height)) + "px";
  };

  frame.title = root.dataset.title;
  Object.assign(frame.style, { display: "block", width: "100%", height: LEAST_HEIGHT + "px", border: "0" });
  /** @type {BlockHost} */
  const host = { held: args.held, call, say: (words) => (said.textContent = words) };
  Object.assign(frame, { signpost: host });
  /**
   * Links to other parts of the course replace the whole page; the player, which answers first, opens all in new ones.
   *
   * @param {MouseEvent} event
   */
  const leaveFrame = ({ target }) => {
    /** @type {HTMLAnchorElement | null} */
    const link = /** @type {any} */ (target).closest?.("a[href]");
    if (link?.origin === location.origin && link.getAttribute("href")?.startsWith("/")) link.target = "_top";
  };

  frame.addEventListener("load", () => {
    fit();
    frame.contentWindow?.addEventListener("click", leaveFrame);
    const page = frame.contentDocument?.documentElement;
    if (page) new ResizeObserver(fit).observe(page);
  });
  frame.srcdoc = root.dataset.document;
  root.append(frame);
}
