import 'reflect-metadata';
import { Module } from '@nestjs/common';
import type { DynamicModule, LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { BusTransport } from '@handoff/bus';
import type { Logger } from '@handoff/reconcile';
import type { ServiceDefinition, Surroundings } from './definition.js';
import { asError } from '@handoff/time';
import { ServiceHost } from './service-host.js';

/** The module of every service: its host is what there is to inject. */
@Module({})
export class ServiceModule {
  static for(host: ServiceHost): DynamicModule {
    return { module: ServiceModule, providers: [{ provide: ServiceHost, useValue: host }], exports: [ServiceHost] };
  }
}

/** A service that runs. Disposal stops intake, ends what is in flight and releases everything. */
export interface RunningService extends AsyncDisposable {
  readonly name: string;
  readonly isReady: boolean;
  /** Aborts when the service lost its Lease: the process should end, another replica has taken over. */
  readonly lost: Promise<AbortSignal>;
}

/**
 * Starts a service as a NestJS microservice over the bus. Resolves when its stores are synced; where nobody else could lead, also when
 * it hears and works. @throws the reason of the signal when that aborts before
 */
export async function startService(
  definition: ServiceDefinition, surroundings: Surroundings, signal?: AbortSignal,
): Promise<RunningService> {
  await using stack = new AsyncDisposableStack();
  const host = stack.use(new ServiceHost(definition, surroundings));
  const strategy = new BusTransport(surroundings.bus, definition.name, (handoff) => { host.heard(handoff); });
  host.bind(strategy);
  const options = { strategy, logger: nestLogger(surroundings.log), abortOnError: false };
  const app = await NestFactory.createMicroservice(ServiceModule.for(host), options);
  stack.defer(() => app.close()); // first of all: no more deliveries
  await unlessAborted(host.prepare(), signal);
  const lost = host.lead(() => app.listen());
  lost.catch(() => undefined); // stopped while waiting for the Lease: whoever asked for the signal is told
  if (surroundings.election === undefined) await lost;
  const owned = stack.move();
  return {
    name: definition.name,
    get isReady() { return host.isReady; },
    lost,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

async function unlessAborted(work: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  work.catch(() => undefined); // given up on: what it comes to no longer matters
  const aborted = Promise.withResolvers<never>();
  const abort = (): void => { aborted.reject(asError(signal?.reason)); };
  if (signal?.aborted === true) abort();
  signal?.addEventListener('abort', abort, { once: true });
  try {
    await Promise.race([work, aborted.promise]);
  } finally {
    signal?.removeEventListener('abort', abort);
    aborted.promise.catch(() => undefined);
  }
}

/** NestJS's own lines are about modules being wired: debug. */
function nestLogger(log: Logger): LoggerService {
  const line = (level: 'debug' | 'warn' | 'error') => (message: unknown): void => { log[level]({ from: 'nest' }, String(message)); };
  return { log: line('debug'), error: line('error'), warn: line('warn'), debug: line('debug'), verbose: line('debug'), fatal: line('error') };
}
