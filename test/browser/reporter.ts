import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { FullConfig, FullResult, Reporter, Suite, TestCase, TestError, TestResult } from '@playwright/test/reporter';

/** Prints each test's name as it ends, and how many passed. A skipped test fails the run. */
export default class Lines implements Reporter {
  #total = 0;
  #passed = 0;
  #began = Date.now();

  onBegin(_config: FullConfig, suite: Suite) {
    this.#total = suite.allTests().length;
  }

  onTestEnd(test: TestCase, result: TestResult) {
    if (result.status === 'passed') this.#passed++;
    const name = test.titlePath().slice(2).join(' > ');
    console.log(`${result.status.padEnd(8)} ${name} (${(result.duration / 1000).toFixed(1)} s)`);
    result.errors.forEach(printError);
    result.attachments.forEach(a => a.path && console.log(`    ${a.name}: ${relative(process.cwd(), a.path)}`));
  }

  onStdOut(chunk: string | Buffer) {
    process.stdout.write(chunk);
  }

  onStdErr(chunk: string | Buffer) {
    process.stderr.write(chunk);
  }

  onError(error: TestError) {
    printError(error);
  }

  async onEnd(result: FullResult) {
    const seconds = ((Date.now() - this.#began) / 1000).toFixed(0);
    console.log(`${this.#passed} of ${this.#total} tests of the pages passed in ${seconds} s`);
    return { status: this.#passed === this.#total ? result.status : 'failed' as const };
  }
}

function printError(error: TestError) {
  const text = [error.stack ?? error.message ?? error.value, error.snippet].filter(Boolean).join('\n');
  console.log(stripVTControlCharacters(text).replace(/^/gm, '    '));
}
