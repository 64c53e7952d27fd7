import { asError } from '@handoff/time';
import { program } from './program.js';

try {
  await program((code) => { process.exitCode = code; }).parseAsync();
} catch (error) {
  process.stderr.write(`handoff: ${asError(error).message}\n`);
  process.exitCode = 1;
}
