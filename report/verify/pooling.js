// Several releases of one form as one: counts, people and variances add up over the coarsest common blocks. As pooling.py does.

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** The finest sets of categories that are unions of blocks in every partition, in the order of the first. */
export const common = (partitions) => {
  let found = partitions[0].map((block) => new Set(block.map((one) => JSON.stringify(one))));
  for (const partition of partitions.slice(1)) {
    for (const categories of partition) {
      const block = new Set(categories.map((one) => JSON.stringify(one)));
      const touched = found.filter((one) => [...one].some((each) => block.has(each)) || !(one.size || block.size));
      const rest = found.filter((one) => !touched.includes(one));
      const place = touched.length ? found.indexOf(touched[0]) : found.length;
      const union = new Set([...touched.flatMap((one) => [...one]), ...block]);
      found = [...rest.slice(0, place), union, ...rest.slice(place)];
    }
  }
  return found;
};

export const pooled = (releases) => {
  if (releases.length === 1) return releases[0];
  const of = (results, way) => [...results.blocks].filter(([, block]) => block.way === way);
  const blocks = new Map();
  const members = new Map();
  for (const way of ["all", "group", "stratum"].filter((each) => releases.every((one) => of(one, each).length))) {
    const sets = common(releases.map((one) => of(one, way).map(([, block]) => block.categories)));
    sets.forEach((among, cell) => {
      const inside = ([, block]) => block.categories.every((one) => among.has(JSON.stringify(one)));
      const parts = releases.flatMap((results) => of(results, way).filter(inside).map(([where, block]) => ({ results, where, block })));
      const label = parts.filter(({ results }) => results === releases[0]).map(({ block }) => block.label).join(", ");
      const people = parts.reduce((sum, { block }) => sum + block.people, 0);
      blocks.set(`${way} ${cell}`, { way, cell, label, categories: [...among].map((one) => JSON.parse(one)), people });
      members.set(`${way} ${cell}`, parts);
    });
  }
  const factor = Math.sqrt(releases.reduce((sum, one) => sum + one.factor ** 2, 0));
  return { ...releases[0], factor, blocks, tables: added(releases[0], members) };
};

const added = (first, members) => {
  const tables = new Map();
  for (const name of first.tables.keys()) {
    for (const [target, parts] of members) {
      const found = parts.map(({ results, where }) => results.tables.get(name)?.get(where));
      if (found.some((one) => !one || !same(one.values, found[0].values))) continue;
      const numbers = found[0].numbers.map((_, i) => found.reduce((sum, one) => sum + one.numbers[i], 0));
      const variance = found.reduce((sum, one) => sum + one.variance, 0);
      if (!tables.has(name)) tables.set(name, new Map());
      tables.get(name).set(target, { values: found[0].values, numbers, variance });
    }
  }
  return tables;
};
