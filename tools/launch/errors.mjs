/** Something that the person at the keyboard can mend; its message says what failed and what to do, so no stack is shown. */
export class LaunchError extends Error {
  name = 'LaunchError';

  constructor(message, { exitCode = 1, cause } = {}) {
    super(message, { cause });
    this.exitCode = exitCode;
  }
}
