import type { Backup } from '@handoff/api';
import { rfc3339 } from '@handoff/time';
import { z } from 'zod';
import { FORMAT_VERSION } from './write-archive.js';

/** Ties an archive to the Backup that it was made for. */
const UID = 'backup.handoff.dev/uid';
const SIZE = 'backup.handoff.dev/size-bytes';

/** What came of taking a backup; times in milliseconds. */
export interface Taken {
  readonly startedAt: number;
  readonly finishedAt: number;
  readonly items: number;
  readonly sizeBytes: number;
  readonly path: string;
}

/** Describes an archive as Velero's own Backup object does, so that Velero finds and restores it. */
export function veleroManifest({ metadata, spec }: Backup, { startedAt, finishedAt, items, sizeBytes }: Omit<Taken, 'path'>): string {
  const { ttlSeconds, includedNamespaces = ['*'] } = spec;
  return JSON.stringify({
    apiVersion: 'velero.io/v1',
    kind: 'Backup',
    metadata: {
      name: metadata.name, namespace: 'velero', creationTimestamp: rfc3339(startedAt),
      labels: { 'velero.io/storage-location': 'default' },
      annotations: { [UID]: metadata.uid, [SIZE]: String(sizeBytes) },
    },
    spec: {
      storageLocation: 'default', includedNamespaces, includeClusterResources: true, snapshotVolumes: false,
      ...(ttlSeconds === undefined ? {} : { ttl: `${ttlSeconds}s` }),
    },
    status: {
      version: 1, formatVersion: FORMAT_VERSION, phase: 'Completed',
      startTimestamp: rfc3339(startedAt), completionTimestamp: rfc3339(finishedAt),
      ...(ttlSeconds === undefined ? {} : { expiration: rfc3339(finishedAt + ttlSeconds * 1000) }),
      progress: { totalItems: items, itemsBackedUp: items },
    },
  }, undefined, 2);
}

const Manifest = z.looseObject({
  metadata: z.looseObject({ annotations: z.looseObject({ [UID]: z.string(), [SIZE]: z.coerce.number() }) }),
  status: z.looseObject({
    startTimestamp: z.string(), completionTimestamp: z.string(), progress: z.looseObject({ itemsBackedUp: z.number() }),
  }),
});

/** What a manifest of this Backup tells; undefined when it is another's. */
export function takenBy({ metadata: { uid } }: Backup, manifest: string): Omit<Taken, 'path'> | undefined {
  const { success, data } = Manifest.safeParse(jsonOf(manifest));
  if (!success || data.metadata.annotations[UID] !== uid) return undefined;
  const { startTimestamp, completionTimestamp, progress } = data.status;
  return {
    startedAt: Date.parse(startTimestamp), finishedAt: Date.parse(completionTimestamp),
    items: progress.itemsBackedUp, sizeBytes: data.metadata.annotations[SIZE],
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // no manifest of ours
  }
}
