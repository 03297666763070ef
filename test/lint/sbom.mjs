// Validates the CycloneDX 1.6 document on standard input against the format's strict
// schema, and prints the findings as a JSON list, which is empty if there are none.
import { readFileSync } from "node:fs";
import { Spec, Validation } from "@cyclonedx/cyclonedx-library";

const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
console.log(JSON.stringify(await validator.validate(readFileSync(0, "utf8")) ?? []));
