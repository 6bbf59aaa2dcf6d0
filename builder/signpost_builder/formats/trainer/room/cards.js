/** From what single pictures show to answers: a card counts when three pictures in a row that show it agree. Pure. */

export const EQUAL_PICTURES = 3;
const FORGOTTEN_AFTER = 20; // pictures in which a card was not there

/**
 * @typedef {{ x: number, y: number }} Corner
 * @typedef {{ id: number, side: number, size: number, at: Corner }} Found  `side`: 0 the printed top, then clockwise; `size`: of its square,
 *   in dots; `at`: its middle
 * @typedef {{ side: number, equal: number, last: number }} Track
 */

const UPRIGHT = Math.cos((35 * Math.PI) / 180); // a card on its corner says two things at once

/** @type {(corners: readonly Corner[]) => Corner} */
export const middleOf = (corners) => ({ x: corners.reduce((sum, { x }) => sum + x, 0) / 4, y: corners.reduce((sum, { y }) => sum + y, 0) / 4 });

/** Which side of a card is up; -1: it cannot be said. `corners`: from its own top left, clockwise. @type {(corners: readonly Corner[]) => number} */
export const sideUp = (corners) => {
  const middle = middleOf(corners);
  const rises = corners.map((corner, at) => {
    const next = corners[(at + 1) % 4];
    const across = (corner.x + next.x) / 2 - middle.x;
    const down = (corner.y + next.y) / 2 - middle.y;
    return -down / Math.hypot(across, down);
  });
  const highest = Math.max(...rises);
  return highest < UPRIGHT ? -1 : rises.indexOf(highest);
};

/** The shortest of its four sides, in dots. @type {(corners: readonly Corner[]) => number} */
export const sizeOf = (corners) => Math.min(...corners.map(({ x, y }, at) => Math.hypot(x - corners[(at + 1) % 4].x, y - corners[(at + 1) % 4].y)));

/** The reader now and then finds one square twice: those lie on each other, two cards do not. @type {(one: Found, other: Found) => boolean} */
const isOther = (one, other) => Math.hypot(one.at.x - other.at.x, one.at.y - other.at.y) > one.size;

/** @type {(found: readonly Found[]) => Set<number>} Numbers that are in two places of a picture. */
const inTwoPlaces = (found) => new Set(found.filter((one) => found.some((other) => other.id === one.id && isOther(one, other))).map(({ id }) => id));

export const createCards = () => {
  /** @type {Map<number, Track>} */
  let tracks = new Map();
  /** Every card that was in three pictures of this sitting. @type {Map<number, number>} */
  const met = new Map();
  /** Cards that were in two places at once: somebody printed a number twice. @type {Map<number, number>} */
  let doubled = new Map();
  let picture = 0;

  return {
    /** For the next question: nobody has answered yet. */
    restart() {
      tracks = new Map();
      doubled = new Map();
    },

    /** One picture. @type {(found: readonly Found[]) => { id: number, side: number }[]} Cards whose answer is sure now, again and again. */
    see(found) {
      picture += 1;
      const twice = inTwoPlaces(found);
      const once = new Map(found.map((each) => [each.id, each]));
      once.forEach((_, id) => met.set(id, (met.get(id) ?? 0) + 1));
      twice.forEach((id) => doubled.set(id, (doubled.get(id) ?? 0) + 1));
      return [...once.values()].filter(({ id }) => !twice.has(id) && !this.doubled().includes(id)).filter(({ id, side }) => {
        const before = tracks.get(id);
        const isSame = before !== undefined && before.side === side && picture - before.last <= FORGOTTEN_AFTER;
        const equal = isSame ? before.equal + 1 : 1;
        tracks.set(id, { side, equal, last: picture });
        return equal >= EQUAL_PICTURES;
      });
    },

    /** @type {() => number[]} Numbers that are in the room twice; neither counts. */
    doubled: () => [...doubled].filter(([, times]) => times >= EQUAL_PICTURES).map(([id]) => id),

    /** @type {() => number} How many cards are in the room, as far as the camera has ever seen. */
    known: () => [...met.values()].filter((times) => times >= EQUAL_PICTURES).length,
  };
};
