import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { systemClock, systemRandom } from '@handoff/time';
import { openTracer } from './adapters.js';
import type { FinishedSpan } from './span.js';
import type { Tracer } from './telemetry.js';
import { traceparentFor } from './traceparent.js';
import { Work } from './work.js';

const ROOT = traceparentFor('git', 'abc');
const [, TRACE_ID = '', ROOT_ID = ''] = ROOT.split('-');

interface Collected {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly startTimeUnixNano: string;
  readonly links?: readonly { readonly spanId: string }[];
  readonly status?: { readonly code?: number; readonly message?: string };
}

/** A collector that keeps what it is sent, as OTLP's JSON has it. */
async function collector(status = 200): Promise<AsyncDisposable & { url: string; requests: string[]; spans: () => Collected[] }> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => { body += chunk; }).on('end', () => {
      requests.push(body);
      response.writeHead(status, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}`, requests,
    spans: () => requests.flatMap((body) => (JSON.parse(body) as { resourceSpans: { scopeSpans: { spans: Collected[] }[] }[] })
      .resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans))),
    [Symbol.asyncDispose]: () => new Promise((resolve) => { server.close(() => { resolve(); }); server.closeAllConnections(); }),
  };
}

type Told = (why: string | undefined) => void;

async function open(url: string, more: Record<string, string> = {}, onTrouble: Told = () => undefined): Promise<Tracer & AsyncDisposable> {
  const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: url, ...more };
  const tracer = await openTracer({ service: 'handoff-test', clock: systemClock, random: systemRandom, environment, onTrouble });
  if (tracer === undefined) throw new Error('no tracer');
  return tracer;
}

const span = (more: Partial<FinishedSpan>): FinishedSpan => ({ name: 'clone', parent: ROOT, from: 1_700_000_000_000, to: 1_700_000_001_500, ...more });

describe('spans by OTLP', () => {
  it('are what was told: trace, ids, parents, times, links, errors, and whose they are', async () => {
    await using sink = await collector();
    {
      await using tracer = await open(sink.url);
      const own = tracer.contextIn(ROOT);
      tracer.record(span({ name: 'root', parent: undefined, context: ROOT }));
      tracer.record(span({ context: own, error: 'no template', links: [ROOT, 'nonsense'] }));
      tracer.record(span({ name: 'child', parent: own }));
      tracer.record(span({ name: 'of an annotation that is none', parent: 'nonsense' }));
    }
    const [root, clone, child, ...rest] = sink.spans();
    expect(rest).toEqual([]);
    expect(root).toMatchObject({ name: 'root', traceId: TRACE_ID, spanId: ROOT_ID });
    expect(root?.parentSpanId ?? '').toBe('');
    expect(clone).toMatchObject({
      traceId: TRACE_ID, parentSpanId: ROOT_ID, startTimeUnixNano: '1700000000000000000',
      links: [{ spanId: ROOT_ID }], status: { code: 2, message: 'no template' },
    });
    expect(child).toMatchObject({ traceId: TRACE_ID, parentSpanId: clone?.spanId });
    expect(sink.requests.join('')).toContain('handoff-test');
  });

  it('obey the environment: another name, no sampling, no endpoint', async () => {
    await using sink = await collector();
    {
      await using named = await open(sink.url, { OTEL_SERVICE_NAME: 'my-capv' });
      await using off = await open(sink.url, { OTEL_TRACES_SAMPLER: 'always_off' });
      named.record(span({ name: 'kept' }));
      off.record(span({ name: 'dropped' }));
    }
    expect(sink.spans().map(({ name }) => name)).toEqual(['kept']);
    expect(sink.requests.join('')).toContain('my-capv');
    const nowhere = { service: 's', clock: systemClock, random: systemRandom };
    expect(await openTracer({ ...nowhere, environment: {} })).toBeUndefined();
    expect(await openTracer({ ...nowhere, environment: { OTEL_EXPORTER_OTLP_ENDPOINT: sink.url, OTEL_SDK_DISABLED: 'true' } })).toBeUndefined();
  });

  it('harm nobody when nobody takes them: one word of it, and an end within the budget', async () => {
    const told: (string | undefined)[] = [];
    const began = Date.now();
    {
      await using tracer = await open('http://127.0.0.1:9', {}, (why) => { told.push(why); });
      for (let i = 0; i < 3_000; i += 1) tracer.record(span({ name: String(i) }));
    }
    expect(Date.now() - began).toBeLessThan(6_000);
    expect(told.length).toBeLessThanOrEqual(1);
  });
});

describe('the work at hand', () => {
  it('is found by all that it awaits, and by nobody else', async () => {
    await using sink = await collector();
    await using tracer = await open(sink.url);
    const work = new Work(ROOT);
    await tracer.within(work, async () => {
      await systemClock.sleep(1);
      expect(tracer.work).toBe(work);
    });
    expect(tracer.work).toBeUndefined();
  });
});
