import { expect, test } from "vitest";
import type { Texts } from "./languages/en";

const files = import.meta.glob<Texts>("./languages/*.ts", { import: "default", eager: true });

test.each(Object.entries(files))("%s counts", (_, texts) => {
  const counted = [1, 2].map((n) => [texts.watch.wait(n), texts.watch.ahead(n), texts.scan.openLine(n)]);
  for (const [i, one] of counted[0]?.entries() ?? []) expect(one.replace("1", "2")).not.toBe(counted[1]?.[i]);
});
