import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

/** The project's folder that tests write to, which git ignores. */
export const local = join(here, '..', '..', '.local', 'browser');
