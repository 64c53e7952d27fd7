import { open, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { pack } from 'tar-stream';
import type { Pack } from 'tar-stream';
import type { Kept } from './contents.js';

/** The layout that stock Velero reads; this is what its `metadata/version` says. */
export const FORMAT_VERSION = '1.1.0';

export interface WriteOptions {
  /** Time of every entry, in milliseconds: one moment, so that the same objects make the same archive. */
  readonly at: number;
  readonly signal: AbortSignal;
  /** Told after each object. */
  readonly wrote: (items: number) => void;
}

/** What an archive came to. */
export interface Written {
  readonly items: number;
  readonly sizeBytes: number;
}

/** Streams objects into a new tar.gz that only its owner may read, and makes sure that it is on the disk. */
export async function writeArchive(path: string, contents: AsyncIterable<Kept>, options: WriteOptions): Promise<Written> {
  const archive = pack();
  const file = await open(path, 'wx', 0o600);
  const written = pipeline(archive, createGzip(), file.createWriteStream({ flush: true }), { signal: options.signal });
  const filled = fill(archive, contents, options);
  try {
    const [items] = await Promise.all([filled, written]);
    return { items, sizeBytes: (await stat(path)).size };
  } catch (error) {
    archive.destroy();
    await Promise.allSettled([filled, written]); // nothing writes any more when the caller cleans up
    throw error;
  }
}

async function fill(archive: Pack, contents: AsyncIterable<Kept>, { at, signal, wrote }: WriteOptions): Promise<number> {
  const mtime = new Date(at);
  let items = 0;
  await add(archive, 'metadata/version', `${FORMAT_VERSION}\n`, mtime);
  for await (const kept of contents) {
    signal.throwIfAborted();
    await add(archive, pathOf(kept), JSON.stringify(kept.object), mtime);
    items += 1;
    wrote(items);
  }
  archive.finalize();
  return items;
}

const pathOf = ({ resource, namespace, name }: Kept): string =>
  `resources/${resource}/${namespace === undefined ? 'cluster' : `namespaces/${namespace}`}/${name}.json`;

/** Adds one entry; resolves when there is room for the next. */
function add(archive: Pack, name: string, text: string, mtime: Date): Promise<void> {
  const body = Buffer.from(text);
  return new Promise((resolve, reject) => {
    const entry = archive.entry({ name, size: body.length, mode: 0o600, mtime }, (error) => {
      if (error === null || error === undefined) resolve();
      else reject(error);
    });
    entry.on('error', reject); // the archive as a whole was given up
    entry.end(body);
  });
}
