// The script of a page that stands alone: the quick exit, and nothing else. There is no place to save.

import { html } from "./dom.js";
import { prepareExit } from "./exit.js";

html.classList.add("js");
prepareExit({ saveNow: () => {} });
