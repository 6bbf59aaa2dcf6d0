/**
 * What a server that we did not write says of packages: Lumi's validator (GPL, a tool of the tests only).
 *
 * node judge.cjs LIBRARIES FOLDER...   each FOLDER an unpacked package, beside it FOLDER.h5p
 * Prints a JSON list of {folder, errors, missing}: its error ids, and the types of h5p.json that are not installed.
 */
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const { H5PConfig, LibraryManager, fsImplementations } = require("@lumieducation/h5p-server");
const { default: PackageValidator } = require("@lumieducation/h5p-server/build/src/PackageValidator");
const { default: LibraryName } = require("@lumieducation/h5p-server/build/src/LibraryName");

const judge = async (manager, validator, folder) => {
  try {
    await validator.validateFileSizes(`${folder}.h5p`);
    await validator.validateExtractedPackage(folder, true, true, false);
    const listed = JSON.parse(readFileSync(join(folder, "h5p.json"), "utf-8")).preloadedDependencies;
    const absent = await manager.getNotInstalledLibraries(listed);
    return { folder, errors: [], missing: absent.map((library) => LibraryName.toUberName(library)) };
  } catch (error) {
    const errors = error.getErrors ? error.getErrors() : [error];
    return { folder, errors: errors.map((one) => `${one.errorId ?? one.message} ${JSON.stringify(one.replacements ?? {})}`), missing: [] };
  }
};

const main = async ([libraries, ...folders]) => {
  const manager = new LibraryManager(new fsImplementations.FileLibraryStorage(libraries));
  const validator = new PackageValidator(new H5PConfig(), manager);
  const verdicts = [];
  for (const folder of folders) verdicts.push(await judge(manager, validator, folder));
  console.log(JSON.stringify(verdicts));
};

main(process.argv.slice(2));
