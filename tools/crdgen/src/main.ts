import { parseArgs } from 'node:util';
import { writeCrds } from './crd-files.js';

const USAGE = 'usage: crdgen --out DIRECTORY';

const { values } = parseArgs({ options: { out: { type: 'string' } } });
if (values.out === undefined) {
  console.error(USAGE);
  process.exitCode = 2;
} else {
  const names = await writeCrds(values.out);
  console.log(`${names.length} files written to ${values.out}`);
}
