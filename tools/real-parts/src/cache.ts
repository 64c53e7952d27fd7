import { mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where parts are kept, outside of the tree: `HANDOFF_PARTS`, else a folder of the user's cache. */
export const cacheFolder = (): string =>
  process.env['HANDOFF_PARTS'] ?? join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'handoff', 'parts');

/** A version of something, for one kind of machine: another version has another folder. */
export const folderOf = (name: string, version: string): string => join(cacheFolder(), `${name}-${version}-${process.platform}-${process.arch}`);

export const exists = (path: string): Promise<boolean> => stat(path).then(() => true, () => false);

/**
 * Fills a folder all at once: whoever sees it sees it whole, and of two who fill it at once the first one's stays.
 * @param fill is given a temporary folder beside it
 */
export async function fillOnce(folder: string, fill: (temporary: string) => Promise<void>): Promise<void> {
  if (await exists(folder)) return;
  await mkdir(cacheFolder(), { recursive: true });
  const temporary = await mkdtemp(`${folder}.making-`);
  try {
    await fill(temporary);
    await rename(temporary, folder).catch(async (error: unknown) => {
      if (!(await exists(folder))) throw error;
    });
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}
