import { CommanderError } from 'commander';
import { errorText } from './process/error-text.js';
import { exitCodeOf } from './process/failures.js';
import { program } from './program.js';

try {
  await program((code) => { process.exitCode = code; }).parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) process.stderr.write(`handoff: ${errorText(error)}\n`); // commander has said it
  process.exitCode = exitCodeOf(error);
}
