import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inContainers, startContainer } from './container.js';
import { install } from './install.js';
import { answersHttp, ANYWHERE, freePort, LOOPBACK } from './network.js';
import { PartProcess } from './part-process.js';
import type { PartControl } from './part-process.js';

/** The image, unless `JAEGER_IMAGE` names another: the one that deploy/ has. */
const IMAGE = 'jaegertracing/jaeger:2.13.0';
/** Where it listens in a container, as everybody's does. */
const PORTS = { otlp: 4318, query: 16_686, queryGrpc: 16_685, health: 13_133, metrics: 8_888 } as const;

/** A Jaeger that keeps its traces in memory. It is killed at the end: closing its connections would take it ten seconds. */
export interface Jaeger extends AsyncDisposable {
  /** Where spans go, OTLP over HTTP: `http://127.0.0.1:PORT`, without the path of a signal. */
  readonly otlpUrl: string;
  /** Where its query API is: `http://127.0.0.1:PORT`. */
  readonly queryUrl: string;
  readonly process: PartControl;
}

interface Running {
  readonly otlp: number;
  readonly query: number;
  readonly process: PartControl;
  readonly end: () => Promise<void>;
}

/**
 * Starts Jaeger v2 on loopback; with `TEST_PARTS=containers` in a container.
 * @param folder for its log and its configuration
 * @throws PartUnavailable, PartFailed
 */
export async function startJaeger({ folder }: { readonly folder: string }): Promise<Jaeger> {
  const { otlp, query, process, end } = await (inContainers() ? startJaegerContainer() : startJaegerProcess(folder));
  const at = (port: number): string => `http://${LOOPBACK}:${String(port)}`;
  return { otlpUrl: at(otlp), queryUrl: at(query), process, [Symbol.asyncDispose]: end };
}

async function startJaegerContainer(): Promise<Running> {
  const path = '/handoff/jaeger.json';
  const { portOf, control } = await startContainer({
    name: 'jaeger', image: process.env['JAEGER_IMAGE'] ?? IMAGE, command: ['--config', path], ports: [PORTS.otlp, PORTS.query],
    config: { path, content: configuration(ANYWHERE, PORTS) }, ready: (port) => serves(port(PORTS.query)),
  });
  return { otlp: portOf(PORTS.otlp), query: portOf(PORTS.query), process: control, end: () => control[Symbol.asyncDispose]() };
}

async function startJaegerProcess(folder: string): Promise<Running> {
  const { path } = await install('jaeger');
  const own = { queryGrpc: await freePort(), health: await freePort(), metrics: await freePort() };
  const ports = { otlp: await freePort(), query: await freePort(), ...own };
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'jaeger.json');
  await writeFile(file, configuration(LOOPBACK, ports));
  const process = await PartProcess.start({
    name: 'jaeger', command: path, args: ['--config', file], logPath: join(folder, 'jaeger.log'), ready: () => serves(ports.query),
  });
  return { otlp: ports.otlp, query: ports.query, process, end: () => process.kill() };
}

const serves = (query: number): Promise<boolean> => answersHttp(query, '/api/services');

/**
 * Spans come in by OTLP and stay in memory, where the query API finds them. Its language is YAML, of which JSON is a part.
 * Only what is asked from outside listens on that host.
 */
function configuration(host: string, ports: Readonly<Record<keyof typeof PORTS, number>>): string {
  const at = (port: number, where = LOOPBACK): string => `${where}:${String(port)}`;
  const whole = {
    service: {
      extensions: ['jaeger_storage', 'jaeger_query', 'healthcheckv2'],
      pipelines: { traces: { receivers: ['otlp'], processors: [], exporters: ['jaeger_storage_exporter'] } },
      telemetry: {
        logs: { level: 'warn' },
        metrics: { level: 'none', readers: [{ pull: { exporter: { prometheus: { host: LOOPBACK, port: ports.metrics } } } }] },
      },
    },
    extensions: {
      healthcheckv2: { use_v2: true, http: { endpoint: at(ports.health) } },
      jaeger_query: { storage: { traces: 'memory' }, http: { endpoint: at(ports.query, host) }, grpc: { endpoint: at(ports.queryGrpc) } },
      jaeger_storage: { backends: { memory: { memory: { max_traces: 10_000 } } } },
    },
    receivers: { otlp: { protocols: { http: { endpoint: at(ports.otlp, host) } } } },
    exporters: { jaeger_storage_exporter: { trace_storage: 'memory' } },
  };
  return JSON.stringify(whole, null, 2);
}
