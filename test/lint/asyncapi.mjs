// Validates the AsyncAPI document on standard input with AsyncAPI's own parser, and
// prints all findings, whatever their severity, as a JSON list of {code, path, message}.
import { readFileSync } from "node:fs";
import { Parser } from "@asyncapi/parser";

const diagnostics = await new Parser().validate(readFileSync(0, "utf8"));
console.log(JSON.stringify(diagnostics.map(({ code, path, message }) => ({ code, path: path.join("/"), message }))));
