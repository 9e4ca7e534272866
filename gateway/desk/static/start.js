// Before a visit: only wiping needs script, to empty what the browser itself keeps.

import { wipeOnSubmit } from "./wiping.js";

wipeOnSubmit();
