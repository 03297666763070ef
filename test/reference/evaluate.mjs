// Evaluates JSONata expressions with the reference implementation. Standard input
// is a JSON list of {expression, variables}; standard output is the list of their
// outcomes: {value}, {error}, or {} if an expression has no value.
import { readFileSync } from "node:fs";
import jsonata from "jsonata";

async function outcome({ expression, variables }) {
  try {
    const value = await jsonata(expression).evaluate(undefined, variables);
    return { value };
  } catch (error) {
    return { error: `${error.code}: ${error.message}` };
  }
}

const asked = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(await Promise.all(asked.map(outcome))));
