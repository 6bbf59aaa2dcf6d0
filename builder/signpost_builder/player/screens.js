// How the questions of a set are spread over screens. Pure.

/** Cuts a set into screens: scale questions in groups of up to `size`, every other question alone. */
export const screens = (types, size = 4) => {
  const groups = [];
  types.forEach((type, index) => {
    const last = groups.at(-1);
    const joins = last && type === "scale" && types[last[0]] === "scale" && last.length < size;
    if (joins) last.push(index);
    else groups.push([index]);
  });
  return groups;
};
