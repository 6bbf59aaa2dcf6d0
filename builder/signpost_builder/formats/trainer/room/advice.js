/** What to do when the camera does not see every card. Pure. */

const DARK = 55;
const BRIGHT = 215; // mean of a picture, 0 to 255
const SMALL = 40; // dots: smaller squares are read in some pictures only

/**
 * `brightness`: mean of the picture; `smallest`: side of the smallest card in it, 0 if there is none; `read` of `expected` cards.
 *
 * @type {(seen: { brightness: number, smallest: number, read: number, expected: number }) => "" | "dark" | "bright" | "none" | "closer" | "covered"}
 */
export const advice = ({ brightness, smallest, read, expected }) => {
  if (expected > 0 && read >= expected) return "";
  if (brightness < DARK) return "dark";
  if (brightness > BRIGHT) return "bright";
  if (smallest === 0 && read === 0) return "none";
  if (expected === 0) return "";
  return smallest > 0 && smallest < SMALL ? "closer" : "covered";
};
