// Prints builder/signpost_builder/formats/trainer/room/aruco.js: `make aruco`.

import { readFileSync } from "node:fs";
import { bundleOf } from "../bundle.js";

const FOLDER = "node_modules/js-aruco2";
const { version } = JSON.parse(readFileSync(`${FOLDER}/package.json`, "utf8"));
const text = readFileSync(`${FOLDER}/LICENSE.txt`, "utf8").replaceAll("\r", "");

/** What the licence file says between two of its headings. */
const part = (from, to) => text.slice(text.indexOf(from) + from.length, text.indexOf(to)).replace(/^\s*=+/, "");
const filled = (words) => words.replaceAll(/\s+/g, " ").trim().replaceAll("*/", "* /").replaceAll(/(.{1,116})(?: |$)/g, "$1\n");

// Its dictionaries weigh more than its reader, and ours is another one.
const withoutDictionaries = {
  name: "without-dictionaries",
  setup: (build) =>
    build.onLoad({ filter: /js-aruco2\/src\/aruco\.js$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8").replace(/AR\.DICTIONARIES = \{[^]*?\n\};/, "AR.DICTIONARIES = {};"),
    })),
};

const { code } = await bundleOf("vendor/aruco/entry.js", [withoutDictionaries]);

// The fourth part of the licence file, AForge.NET, is about posit1.js, which is not here.
process.stdout.write(`/*! js-aruco2 ${version}, and what it was made from: OpenCV and ArUco (BSD), StackBoxBlur (MIT).
${filled(text.slice(0, text.indexOf("ArUco\n")))}
${filled(part("StackBoxBlur", "Permission is hereby granted, free of charge, to any person\nobtaining"))}(StackBoxBlur, under the same terms)

OpenCV: ${filled(part("OpenCV\n", "AForge.NET"))}*/
// Made by vendor/aruco/bundle.js, not edited by hand.
export const createDetector = ${code}.createDetector;
`);
