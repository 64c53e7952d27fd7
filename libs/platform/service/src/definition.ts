import type { ApiTransport, Key, KubeClient, Stores } from '@handoff/kube';
import type { Bus } from '@handoff/bus';
import type { Coordination } from '@handoff/coordination';
import type { Controller, Logger } from '@handoff/reconcile';
import type { Telemetry } from '@handoff/telemetry';
import type { Clock, Random } from '@handoff/time';

/** What a service is given, whoever composes it: one process with all of them, or its own main. */
export interface Surroundings {
  readonly transport: ApiTransport;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  /** What replicas share beside the API server; within this service unless told. */
  readonly coordination?: Coordination | undefined;
  /** Where spans and numbers go; nowhere unless told. */
  readonly telemetry?: Telemetry | undefined;
  /** Who this replica is, for the Lease; undefined: it is the only one and leads at once. */
  readonly election?: { readonly identity: string; readonly namespace: string } | undefined;
}

/** What a service builds its controllers with. */
export interface ServiceContext extends Omit<Surroundings, 'transport' | 'election' | 'telemetry' | 'coordination'> {
  readonly kube: KubeClient;
  readonly stores: Stores;
  readonly telemetry: Telemetry;
  readonly coordination: Coordination;
  /** Queues a key of a controller, for what only the outside world tells of; `after` so many milliseconds, to answer more at once. */
  readonly wake: (controller: string, key: Key, options?: { after?: number }) => void;
}

/** What a service consists of. */
export interface ServiceParts {
  readonly controllers: readonly Controller[];
  /** Work that is no controller: starts when the service leads, ends with it. */
  readonly background?: readonly ((signal: AbortSignal) => Promise<void>)[];
  /** Released at the end, after the controllers have stopped. */
  readonly resources?: readonly AsyncDisposable[];
}

/** One service: a name, which is its durable, its Lease and its part of every log line, and how it is built. */
export interface ServiceDefinition {
  readonly name: string;
  readonly build: (context: ServiceContext) => ServiceParts;
}
