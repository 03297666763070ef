/** A member of the staff. The token is an access token for the HTTP API. */
export interface Person {
  group: 'barista' | 'display' | 'manager';
  password: string;
  token: string;
}

export type Name = 'mia' | 'ole' | 'dora' | 'max';

/** Where the shop is and who works there, as pages_test.go tells it. */
export interface Facts {
  /** The pages' URL, without a slash at the end. */
  site: string;
  /** The same place for Node.js, which may not resolve the site's host name. */
  api: string;
  control: string;
  staff: Record<Name, Person>;
  /** Another shop, for campus.spec.ts only. */
  neighbour?: Facts;
}

export const facts = JSON.parse(process.env.COFFEESHOP_FACTS ?? 'null') as Facts;
if (!facts) throw new Error('These specs are started by `go test ./test/browser`: see pages_test.go.');
