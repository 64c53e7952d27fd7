import { errorText } from './process/error-text.js';
import { program } from './program.js';

try {
  await program((code) => { process.exitCode = code; }).parseAsync();
} catch (error) {
  process.stderr.write(`handoff: ${errorText(error)}\n`);
  process.exitCode = 1;
}
