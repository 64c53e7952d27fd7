/** Git could not do what it was asked; the message is Git's own, without credentials. */
export class GitError extends Error {
  override readonly name = 'GitError';
  readonly code = 'GitFailed';
  readonly retryable = true;
}

/** A text whose URLs have lost user and password, fit for messages; a password may itself hold an @. */
export const withoutCredentials = (text: string): string => text.replace(/(\w+:\/\/)[^/\s]*@/g, '$1');
