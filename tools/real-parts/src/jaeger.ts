import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { install } from './install.js';
import { answersHttp, freePort, LOOPBACK } from './network.js';
import { PartProcess } from './part-process.js';

/** A Jaeger that keeps its traces in memory. It is killed at the end: closing its connections would take it ten seconds. */
export interface Jaeger extends AsyncDisposable {
  /** Where spans go, OTLP over HTTP: `http://127.0.0.1:PORT`, without the path of a signal. */
  readonly otlpUrl: string;
  /** Where its query API is: `http://127.0.0.1:PORT`. */
  readonly queryUrl: string;
  readonly process: PartProcess;
}

/** Starts Jaeger v2 on loopback. @param folder for its log and its configuration @throws PartUnavailable, PartFailed */
export async function startJaeger({ folder }: { readonly folder: string }): Promise<Jaeger> {
  const { path } = await install('jaeger');
  const at = async (): Promise<string> => `${LOOPBACK}:${String(await freePort())}`;
  const addresses = { otlp: await at(), query: await at(), queryGrpc: await at(), health: await at(), metricsPort: await freePort() };
  const queryUrl = `http://${addresses.query}`;
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'jaeger.json'); // its configuration is YAML, of which JSON is a part
  await writeFile(file, JSON.stringify(configuration(addresses), null, 2));
  const process = await PartProcess.start({
    name: 'jaeger', command: path, args: ['--config', file], logPath: join(folder, 'jaeger.log'),
    ready: () => answersHttp(Number(new URL(queryUrl).port), '/api/services'),
  });
  return { otlpUrl: `http://${addresses.otlp}`, queryUrl, process, [Symbol.asyncDispose]: () => process.kill() };
}

interface Addresses {
  readonly otlp: string;
  readonly query: string;
  readonly queryGrpc: string;
  readonly health: string;
  readonly metricsPort: number;
}

/** Spans come in by OTLP and stay in memory, where the query API finds them. */
const configuration = ({ otlp, query, queryGrpc, health, metricsPort }: Addresses): object => ({
  service: {
    extensions: ['jaeger_storage', 'jaeger_query', 'healthcheckv2'],
    pipelines: { traces: { receivers: ['otlp'], processors: [], exporters: ['jaeger_storage_exporter'] } },
    telemetry: {
      logs: { level: 'warn' },
      metrics: { level: 'none', readers: [{ pull: { exporter: { prometheus: { host: LOOPBACK, port: metricsPort } } } }] },
    },
  },
  extensions: {
    healthcheckv2: { use_v2: true, http: { endpoint: health } },
    jaeger_query: { storage: { traces: 'memory' }, http: { endpoint: query }, grpc: { endpoint: queryGrpc } },
    jaeger_storage: { backends: { memory: { memory: { max_traces: 10_000 } } } },
  },
  receivers: { otlp: { protocols: { http: { endpoint: otlp } } } },
  exporters: { jaeger_storage_exporter: { trace_storage: 'memory' } },
});
