import { watch } from 'node:fs';
import { stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

/** The folder of a local repository's refs; undefined for a remote one, which only a poll or a push hook can tell of. */
export async function refsFolder(url: string): Promise<string | undefined> {
  if (!url.startsWith('file://')) return undefined;
  const root = fileURLToPath(url);
  for (const candidate of [join(root, '.git'), root]) {
    const found = await stat(join(candidate, 'HEAD')).then(() => true, () => false);
    if (found) return candidate;
  }
  return undefined;
}

/** Calls back when a commit, a branch or HEAD of a local repository changes. */
export function watchRefs(folder: string, changed: () => void): Disposable {
  const relevant = (name: string | null): boolean => name === null || /^(HEAD|packed-refs|refs\/heads\/|logs\/HEAD)/.test(name.replaceAll('\\', '/'));
  const watcher = watch(folder, { recursive: true, persistent: false }, (_event, name) => {
    if (relevant(name)) changed();
  });
  watcher.on('error', () => undefined); // the repository went: the poll says so, with Git's words
  return { [Symbol.dispose]: () => { watcher.close(); } };
}
