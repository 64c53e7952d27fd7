import { asError } from '@handoff/time';
import { z } from 'zod';

/** The folder cannot take an archive, and why: somebody has to put it right. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  readonly retryable = false;
  constructor(readonly code: string, message: string, options?: ErrorOptions) {
    super(message, options);
  }
}

/** What each refusal of the operating system means for the one who has to put it right. */
const FIXES: Readonly<Record<string, readonly [code: string, fix: string]>> = {
  EACCES: ['PermissionDenied', 'permission denied; let the user that the backup service runs as write there'],
  EPERM: ['PermissionDenied', 'not permitted; let the user that the backup service runs as write there'],
  EROFS: ['PermissionDenied', 'the file system is read-only; name another folder in spec.storage.directory'],
  ENOSPC: ['NoSpace', 'no space left; free some, or name another folder in spec.storage.directory'],
  EDQUOT: ['NoSpace', 'the quota is used up; free some, or name another folder in spec.storage.directory'],
  ENOTDIR: ['NoFolder', 'a part of it is a file; name a folder in spec.storage.directory'],
  EEXIST: ['NoFolder', 'a part of it is a file; name a folder in spec.storage.directory'],
  ENAMETOOLONG: ['NoFolder', 'the path is too long; name another folder in spec.storage.directory'],
};

const SystemError = z.looseObject({ code: z.string(), syscall: z.string(), message: z.string().catch('') });

/** The code of what the operating system refused, such as ENOENT; undefined for any other error. */
export const systemCode = (thrown: unknown): string | undefined => SystemError.safeParse(thrown).data?.code;

/** What the operating system said, in words that name the path and the fix. Anything else passes unchanged. */
export function storageError(path: string, thrown: unknown): Error {
  const refused = SystemError.safeParse(thrown).data;
  if (refused === undefined) return asError(thrown);
  const known = FIXES[refused.code];
  const [code, words] = known ?? ['StorageFailed', refused.message];
  return new StorageError(code, `${path}: ${words}`, { cause: thrown });
}
