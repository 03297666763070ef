/**
 * storageKey returns the key of an entry in the browser's storage. Pages of one origin share
 * that storage. Where several shops have one origin, each below a path of its own, the key
 * begins with that path, so that no shop finds another one's order.
 */
export function storageKey(name: string): string {
  // A browser may escape the $ of API Gateway's stage $default.
  const folder = location.pathname.replace(/[^/]*$/, "").replaceAll("%24", "$");
  return folder === "/" ? name : folder + name;
}
