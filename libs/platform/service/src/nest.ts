import 'reflect-metadata';
import { Module } from '@nestjs/common';
import type { DynamicModule, LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { BusTransport } from '@handoff/bus';
import type { Logger } from '@handoff/reconcile';
import type { ServiceDefinition, Surroundings } from './definition.js';
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

/** Starts a service as a NestJS microservice over the bus. Resolves when its stores are synced and it hears; leading may follow. */
export async function startService(definition: ServiceDefinition, surroundings: Surroundings): Promise<RunningService> {
  const host = new ServiceHost(definition, surroundings);
  const strategy = new BusTransport(surroundings.bus, definition.name);
  host.bind(strategy);
  const options = { strategy, logger: nestLogger(surroundings.log), abortOnError: false };
  const app = await NestFactory.createMicroservice(ServiceModule.for(host), options);
  await host.prepare();
  await app.listen();
  const lost = host.lead();
  lost.catch(() => undefined); // stopped while waiting for the Lease: whoever asked for the signal is told
  return {
    name: definition.name,
    get isReady() { return host.isReady; },
    lost,
    async [Symbol.asyncDispose]() {
      await app.close();
      await host[Symbol.asyncDispose]();
    },
  };
}

/** NestJS's own lines are about modules being wired: debug. */
function nestLogger(log: Logger): LoggerService {
  const line = (level: 'debug' | 'warn' | 'error') => (message: unknown): void => { log[level]({ from: 'nest' }, String(message)); };
  return { log: line('debug'), error: line('error'), warn: line('warn'), debug: line('debug'), verbose: line('debug'), fatal: line('error') };
}
