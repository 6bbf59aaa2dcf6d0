/** The slides' end of the room: the window where the trainer opens and closes questions. It tells what to show on which slide. */

/**
 * @typedef {{ slide: string, takes: boolean, stage: import("./stage.js").Stage | null }} FromRoom  `takes`: the next press opens or
 *   closes this slide's question, and the slide stays
 */

/** @type {Window | null} */
let roomsWindow = null;
/** @type {FromRoom} */
let heard = { slide: "", takes: false, stage: null };

/** @type {(slide: string) => FromRoom} What the room has to say of a slide. */
export const ofRoom = (slide) => (heard.slide === slide ? heard : { slide, takes: false, stage: null });

/** @type {(news: FromRoom) => void} The presenter's window hears it from the audience's. */
export const hearOfRoom = (news) => {
  heard = news;
};

/** @type {(said: { at: string } | { next: string }) => void} Files have no origin to name; what is told is a slide's name. */
export const tellRoom = (said) => roomsWindow?.postMessage({ signpostRoom: said }, "*");

/** @type {() => boolean} Whether there is a room's window now; a browser may refuse to open one. */
export const openRoom = () => {
  if (roomsWindow !== null && !roomsWindow.closed) roomsWindow.focus();
  else roomsWindow = window.open("room.html", "signpost-room", "popup,width=1200,height=900");
  return roomsWindow !== null;
};

/** @type {(draw: () => void, where: () => string, move: () => void) => void} `move`: the room asks for the next slide. */
export const listenToRoom = (draw, where, move) => {
  addEventListener("message", ({ data, source }) => {
    const said = data?.signpostRoom;
    if (!said || (source !== roomsWindow && source !== window.opener)) return;
    roomsWindow = /** @type {Window} */ (source);
    if (said === "hello") return tellRoom({ at: where() });
    if (said === "next") return move();
    heard = said;
    return draw();
  });
  if (window.opener) {
    roomsWindow = window.opener;
    tellRoom({ at: where() });
  }
};
