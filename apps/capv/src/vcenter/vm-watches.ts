import { isDeepStrictEqual } from 'node:util';
import type { Key } from '@handoff/kube';
import type { Clock } from '@handoff/time';
import { sameMoRef } from '@handoff/vsphere';
import type { MoRef, VmChange, VmInfo, VSphereClient } from '@handoff/vsphere';

interface Watched {
  readonly client: VSphereClient;
  readonly ref: MoRef;
  readonly first: PromiseWithResolvers<undefined>;
  /** A reconcile waits for the first word, and needs no wake for it. */
  awaited: boolean;
  watch: Disposable | undefined;
  latest: VmChange | undefined;
}

/** How long a reconcile waits for vCenter's first word on a machine, in milliseconds; later it is woken. */
const PATIENCE_MS = 1000;

/** How long reports of cloud-init's steps are gathered, in ms: they are only told on, and a quick one is over before it is read. */
const REPORT_MS = 500;

/** What vCenter pushes about machines: each change wakes the machine's object. */
export class VmWatches implements AsyncDisposable {
  readonly #watched = new Map<Key, Watched>();

  constructor(private readonly clock: Clock, private readonly wake: (key: Key, options?: { after?: number }) => void) {}

  /** The machine that an object is known to be, if vCenter still has it. */
  ref(key: Key, client: VSphereClient): MoRef | undefined {
    const known = this.#watched.get(key);
    return known?.client === client && known.latest?.kind !== 'gone' ? known.ref : undefined;
  }

  /** The machine as vCenter last told; `gone` when it has none any more, undefined when it has not told yet. */
  async state(key: Key, client: VSphereClient, ref: MoRef): Promise<VmInfo | 'gone' | undefined> {
    const watched = this.#watch(key, client, ref);
    if (watched.latest === undefined) {
      const patience = new AbortController();
      watched.awaited = true;
      await Promise.race([watched.first.promise, this.clock.sleep(PATIENCE_MS, patience.signal).catch(() => undefined)]);
      watched.awaited = false;
      patience.abort();
    }
    const { latest } = watched;
    return latest?.kind === 'changed' ? latest.vm : latest?.kind;
  }

  forget(key: Key): void {
    this.#watched.get(key)?.watch?.[Symbol.dispose]();
    this.#watched.delete(key);
  }

  [Symbol.asyncDispose](): Promise<void> {
    for (const key of [...this.#watched.keys()]) this.forget(key);
    return Promise.resolve();
  }

  #watch(key: Key, client: VSphereClient, ref: MoRef): Watched {
    const known = this.#watched.get(key);
    if (known?.client === client && sameMoRef(known.ref, ref) && known.latest?.kind !== 'gone') return known;
    this.forget(key);
    const first = Promise.withResolvers<undefined>();
    const watched: Watched = { client, ref, first, awaited: false, watch: undefined, latest: undefined };
    this.#watched.set(key, watched);
    watched.watch = client.watchVm(ref, (change) => {
      const before = watched.latest;
      watched.latest = change;
      if (before === undefined && watched.awaited) watched.first.resolve(undefined);
      else if (this.#watched.get(key) === watched) this.wake(key, { after: isReportOnly(before, change) ? REPORT_MS : 0 });
    });
    return watched;
  }
}

/** True when nothing but what the guest reports of itself changed. */
function isReportOnly(before: VmChange | undefined, now: VmChange): boolean {
  if (before?.kind !== 'changed' || now.kind !== 'changed') return false;
  return isDeepStrictEqual({ ...before.vm, extraConfig: undefined }, { ...now.vm, extraConfig: undefined });
}
