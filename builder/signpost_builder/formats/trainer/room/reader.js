/** Reads the cards of one picture, in a thread of its own: the page stays quick. A picture is forgotten when it is read. */

import { createDetector } from "./aruco.js";
import { middleOf, sideUp, sizeOf } from "./cards.js";

const CARDS = 40; // the numbers above are corners of answer sheets

/** @type {ReturnType<typeof createDetector> | undefined} */
let detector;

/** The mean of every hundredth dot's green, which is nearest to how bright it is. @type {(dots: Uint8ClampedArray) => number} */
const brightnessOf = (dots) => {
  let sum = 0;
  let count = 0;
  for (let at = 1; at < dots.length; at += 400) {
    sum += dots[at];
    count += 1;
  }
  return sum / count;
};

addEventListener("message", ({ data }) => {
  detector ??= createDetector(data.codes);
  const picture = new ImageData(new Uint8ClampedArray(data.dots), data.width, data.height);
  const read = detector.detect(picture).filter(({ id }) => id < CARDS);
  const found = read.map(({ id, corners }) => ({ id, side: sideUp(corners), size: sizeOf(corners), at: middleOf(corners) }));
  postMessage({ found: found.filter(({ side }) => side >= 0), brightness: brightnessOf(picture.data), smallest: Math.min(...found.map(({ size }) => size), Infinity) });
});
