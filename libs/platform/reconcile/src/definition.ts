import type { Kind, KubeObject, ObjectKey } from '@handoff/api';
import type { EventType, ObjectReference } from '@handoff/events';
import type { Key, KubeClient, MirrorOptions, Stores, StoreView } from '@handoff/kube';
import type { Clock, Random } from '@handoff/time';
import type { StatusIntent } from './conditions.js';
import type { Fact } from './facts.js';
import type { Logger } from './logger.js';
import type { Milestone } from './milestones.js';
import type { Report, Wait } from './outcome.js';

/** What a phase and an observation may use. */
export interface Context {
  /** Writes under the controller's field manager; reads here are live. */
  readonly kube: KubeClient;
  readonly stores: Stores;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  readonly signal: AbortSignal;
  /** The store of a kind that this controller is for or mirrors. @throws TypeError for any other kind */
  cached<T extends KubeObject>(kind: Kind<T>): StoreView<T>;
  /** From the mirror where it is there, else a GET that is not older than the doorbell which named the object. */
  read<T extends KubeObject>(kind: Kind<T>, key: ObjectKey): Promise<T | undefined>;
  /** Mirrors a kind that is only known at run time, and resolves when it is filled. Changes wake the keys, as with a declared mirror. */
  mirror<M extends KubeObject>(kind: Kind<M>, keys: (object: M) => Iterable<Key>, options?: MirrorOptions<M>): Promise<StoreView<M>>;
  /**
   * Before a delete, power-off, clone or release: reads the object and its Cluster from the API server itself.
   * @throws Gated when the Cluster is paused or gone, the object is no more, or another replica may lead soon
   */
  gate(): Promise<void>;
}

/** One step of a reconcile over its scope: done (nothing), waiting, or thrown. It may replace what it wrote in the scope. */
export type Phase<S> = (scope: S, context: Context) => Promise<Wait | undefined>;

/** A doorbell, and which own objects it is for: found in the controller's own store. */
export interface Hearing<T extends KubeObject> {
  readonly event: EventType;
  readonly keys: (about: ObjectReference, own: StoreView<T>, cluster: string | undefined) => Iterable<Key>;
  /** Waits so long, in milliseconds, and answers all that rings meanwhile at once: for what is only told on, and followed by nobody. */
  readonly gather?: number | undefined;
}

/** A foreign kind that is watched too, two seconds behind the doorbell. */
export interface Mirroring<T extends KubeObject> {
  readonly kind: Kind;
  readonly options: MirrorOptions<KubeObject>;
  readonly keys: (object: KubeObject, own: StoreView<T>) => Iterable<Key>;
}

/** Declares a doorbell. */
export const hears = <T extends KubeObject>(event: EventType, keys: Hearing<T>['keys'], options: Pick<Hearing<T>, 'gather'> = {}): Hearing<T> =>
  ({ event, keys, ...options });

/** Declares a mirror. */
export const mirrors = <T extends KubeObject, M extends KubeObject>(
  kind: Kind<M>, keys: (object: M, own: StoreView<T>) => Iterable<Key>, options: MirrorOptions<M> = {},
): Mirroring<T> => ({ kind, keys, options }) as unknown as Mirroring<T>; // the runtime pairs each mirror with objects of its own kind only

/** A controller is four functions: observe, phases, status, handoffs. */
export interface Definition<T extends KubeObject, S> {
  /** The controller's name, and its field manager at the API server. */
  readonly name: string;
  readonly for: Kind<T>;
  readonly hears?: readonly Hearing<T>[];
  readonly mirrors?: readonly Mirroring<T>[];
  /** The Cluster that pauses the object; the label or `spec.clusterName` unless told. Undefined: none does. */
  readonly clusterOf?: (object: T) => string | undefined;
  /** False: the object is another provider's, and nothing is done about it. */
  readonly concerns?: (object: T) => boolean;
  /** False: the Cluster need not exist (the Cluster itself, pools, plans). */
  readonly gated?: boolean;
  /** All reading happens here. */
  readonly observe: (object: T, context: Context) => Promise<S>;
  /** Run in order, each even when an earlier one waits or failed. */
  readonly phases: readonly Phase<S>[];
  /** Pure: what status should say. */
  readonly status?: (scope: S, report: Report, now: number) => StatusIntent;
  /** Conditions of this kind that others own. */
  readonly foreignConditions?: readonly string[];
  /** Pure: the facts that hold now. `written` is the object as the status write returned it; the scope has it as it was before. */
  readonly handoffs?: (scope: S, report: Report, written: T) => readonly Fact[];
  /** Pure: the stages of the object's way, for traces and metrics. Not asked where nobody wants either. */
  readonly milestones?: (scope: S, written: T) => readonly Milestone[];
  /** Rings when the object is gone. */
  readonly gone?: EventType;
  /** Run in order when the object is deleted, each only when those before it are done; then the finalizer goes. */
  readonly finalize?: { readonly finalizer: string; readonly phases: readonly Phase<S>[] };
  /**
   * A status write that nobody acts on waits so long, in milliseconds, and tells all that changed meanwhile at once. Not for a controller
   * whose status is its own memory. Unless told, it is written at once.
   */
  readonly gatherStatus?: number;
  /** How many objects at once; 32 unless told. */
  readonly concurrency?: number;
}

/** A definition whose types only its own file knows. */
export interface Controller {
  readonly definition: Definition<KubeObject, unknown>;
}

/** Declares a controller. */
export const controller = <T extends KubeObject, S>(definition: Definition<T, S>): Controller =>
  ({ definition: definition as unknown as Definition<KubeObject, unknown> }); // the runtime hands a definition only what it made itself
