// What the room takes of js-aruco2: the reader, with the markers of answer cards and answer sheets alone as its dictionary.

import { AR } from "js-aruco2";

/** The codes of 4 by 4 squares, the place of each its number. Only what is read without any doubt counts. */
export const createDetector = (codes) => {
  AR.DICTIONARIES.SIGNPOST = { nBits: 16, tau: 1, codeList: codes };
  return new AR.Detector({ dictionaryName: "SIGNPOST", maxHammingDistance: 1 });
};
