import { Languages } from "../shared/i18n";
import type { Texts } from "./languages/en";

/** languages are the files of the folder languages. */
export const languages = new Languages<Texts>(import.meta.glob<Texts>("./languages/*.ts", { import: "default" }));
