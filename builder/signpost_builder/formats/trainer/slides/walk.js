/** Where one stands in a deck. Pure: a step gives a new place. */

/**
 * @typedef {{ id: string, goesTo: string, module: string }} Stop
 * @typedef {{ at: number, trail: readonly number[] }} Place  `trail`: the slides that one came through, the last at the end
 */

/** @type {(stops: readonly Stop[], place: Place, at: number) => Place} To the slide at `at`, or as near as there is one. */
export const goTo = (stops, place, at) => {
  const target = Math.max(0, Math.min(stops.length - 1, at));
  return target === place.at ? place : { at: target, trail: [...place.trail, place.at] };
};

/** @type {(stops: readonly Stop[], place: Place) => Place} Where a choice led here, on to what follows from it; else the next slide. */
export const onward = (stops, place) => {
  const target = stops.findIndex((stop) => stop.id === stops[place.at].goesTo);
  return goTo(stops, place, target < 0 ? place.at + 1 : target);
};

/** @type {(stops: readonly Stop[], place: Place) => Place} The way one came; at its beginning, the slide before. */
export const back = (stops, place) =>
  place.trail.length > 0
    ? { at: place.trail[place.trail.length - 1], trail: place.trail.slice(0, -1) }
    : { at: Math.max(0, place.at - 1), trail: [] };

/** @type {(stops: readonly Stop[], place: Place, id: string) => Place} To the slide of that id; from there, back to where one was. */
export const thereAndBack = (stops, place, id) =>
  stops[place.at].id === id ? back(stops, place) : goTo(stops, place, stops.findIndex((stop) => stop.id === id));
