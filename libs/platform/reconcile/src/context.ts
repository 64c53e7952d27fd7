import { Cluster } from '@handoff/api';
import type { Kind, KubeObject } from '@handoff/api';
import { keyOf, namesOf, keyOfObject } from '@handoff/kube';
import type { KubeClient, Stores } from '@handoff/kube';
import type { Clock, Random } from '@handoff/time';
import type { Context, Definition } from './definition.js';
import type { Doorbells } from './doorbells.js';
import { assertOpen, Gated } from './gate.js';
import type { Lease } from './gate.js';
import type { Logger } from './logger.js';
import type { MirroredKinds } from './mirrored-kinds.js';

/** How long a mirror that was asked for just now may take to fill, in milliseconds. */
const FILL_MS = 10_000;

/** What every context of a controller shares. */
export interface ContextParts {
  readonly definition: Definition<KubeObject, unknown>;
  readonly kube: KubeClient;
  readonly stores: Stores;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  readonly signal: AbortSignal;
  readonly mirrored: MirroredKinds;
  readonly doorbells: Doorbells;
  readonly clusterOf: (object: KubeObject) => string | undefined;
  readonly lease?: Lease | undefined;
}

/** What phases and the observation of one object may use. */
export function contextOf(object: KubeObject, parts: ContextParts): Context {
  const { definition, kube, stores, clock, random, log, signal, mirrored, doorbells } = parts;
  const isKept = (kind: Kind): boolean => isSame(kind, definition.for) || isSame(kind, Cluster) || mirrored.has(kind);
  return {
    kube, stores, clock, random, signal,
    log: log.child({ ...namesOf(keyOfObject(object)) }),
    cached: (kind) => {
      if (!isKept(kind)) throw new TypeError(`controller ${definition.name} does not mirror ${kind.kind}`);
      return stores.mirror(kind).store;
    },
    read: async (kind, key) => {
      const known = isKept(kind) ? stores.view(kind)?.get(keyOf(key)) : undefined;
      return known ?? kube.get(kind, key, { atLeast: doorbells.bound(kind, key) });
    },
    mirror: async (kind, keys, options = {}) => {
      const reflector = mirrored.add(kind, keys, options);
      if (!reflector.isSynced) await filled(kind, reflector.synced(), parts);
      return reflector.store;
    },
    gate: async () => {
      assertLeading(parts.lease);
      await assertOpen(kube, definition.for, object, parts.clusterOf(object), definition.gated !== false);
    },
  };
}

/** @throws Error when the list does not come: a phase that waited for ever would keep its place among those in work */
async function filled(kind: Kind, synced: Promise<unknown>, { clock, signal }: ContextParts): Promise<void> {
  const patience = new AbortController();
  const tooLong = clock.sleep(FILL_MS, AbortSignal.any([signal, patience.signal])).then(() => {
    throw new Error(`${kind.plural}.${kind.group} could not be listed within ${String(FILL_MS / 1000)} s: is the CRD installed, and may this service list it?`);
  });
  try {
    await Promise.race([synced, tooLong]);
  } finally {
    tooLong.catch(() => undefined); // it ends by the abort that follows
    patience.abort();
  }
}

/** @throws Gated when another replica may lead before what comes next has arrived */
function assertLeading(lease: Lease | undefined): void {
  const leftMs = lease?.leftMs() ?? Infinity;
  if (leftMs < SAFE_LEASE_MS) throw new Gated(`the Lease runs out in ${String(Math.max(0, Math.round(leftMs / 1000)))} s: another replica may lead by then`);
}

/** What is left of the Lease when something is begun that must not be done twice, at least, in milliseconds. */
const SAFE_LEASE_MS = 5_000;

const isSame = (a: Kind, b: Kind): boolean => a.kind === b.kind && a.group === b.group;
