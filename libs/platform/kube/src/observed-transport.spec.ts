import { describe, expect, it } from '@jest/globals';
import { Machine, Namespace } from '@handoff/api';
import { InMemoryTracer, noMeter, noTelemetry, openMeter, traceparentFor, Work } from '@handoff/telemetry';
import { VirtualClock } from '@handoff/time';
import { Unreachable } from './errors.js';
import { observedTransport, targetOf } from './observed-transport.js';
import { collectionPath, objectPath } from './paths.js';
import type { ApiRequest, ApiTransport } from './transport.js';

const key = { namespace: 'default', name: 'prod-1' };
const SECRET = 'hunter2';

describe('what a request is about', () => {
  it.each<[ApiRequest, Partial<ReturnType<typeof targetOf>>]>([
    [{ method: 'GET', path: objectPath(Machine, key) }, { verb: 'get', resource: 'machines', name: 'prod-1', isWrite: false }],
    [{ method: 'GET', path: collectionPath(Machine, undefined, { limit: 5 }) }, { verb: 'list', resource: 'machines', name: '' }],
    [{ method: 'GET', path: collectionPath(Machine, 'default', { watch: true }), isEndless: true }, { verb: 'watch', namespace: 'default' }],
    [{ method: 'POST', path: collectionPath(Machine, 'default') }, { verb: 'create', resource: 'machines', isWrite: true }],
    [{ method: 'PATCH', path: objectPath(Machine, key, 'status'), contentType: 'application/apply-patch+yaml' }, { verb: 'apply', resource: 'machines/status' }],
    [{ method: 'PATCH', path: objectPath(Machine, key), contentType: 'application/json-patch+json' }, { verb: 'patch', resource: 'machines' }],
    [{ method: 'PATCH', path: objectPath(Machine, key, undefined, { dryRun: 'All' }), contentType: 'application/apply-patch+yaml' }, { isWrite: false }],
    [{ method: 'DELETE', path: objectPath(Namespace, { name: 'x' }) }, { verb: 'delete', resource: 'namespaces', name: 'x', namespace: '' }],
    [{ method: 'GET', path: '/version' }, { verb: 'list', resource: 'other' }],
  ])('%j', (request, expected) => {
    expect(targetOf(request)).toMatchObject(expected);
  });
});

/** An API server that answers with one status, or not at all. */
const answering = (status: number | undefined): ApiTransport => ({
  server: 's',
  send: () => (status === undefined
    ? Promise.reject(new Unreachable('s', { cause: new Error('refused') }))
    : Promise.resolve({ status, text: () => Promise.resolve('{}'), lines: () => { throw new Error('no watch'); } })),
  [Symbol.asyncDispose]: () => Promise.resolve(),
});

const write: ApiRequest = { method: 'POST', path: collectionPath(Machine, 'default'), body: JSON.stringify({ password: SECRET }) };

describe('an observed transport', () => {
  it('is the transport itself where nobody wants to know', () => {
    const inner = answering(200);
    expect(observedTransport(inner, noTelemetry, new VirtualClock())).toBe(inner);
  });

  it('tells a write to the work that it is part of, without what was written; reads are told to nobody', async () => {
    const tracer = new InMemoryTracer();
    const work = new Work(traceparentFor('x'));
    await using transport = observedTransport(answering(409), { tracer, meter: noMeter }, new VirtualClock());
    await transport.send(write); // part of nothing
    await tracer.within(work, async () => {
      await transport.send(write);
      await transport.send({ method: 'GET', path: objectPath(Machine, key) });
    });
    const spans = work.end();
    expect(spans).toMatchObject([{ name: 'create machines', kind: 'client', error: 'refused with 409' }]);
    expect(JSON.stringify(spans)).not.toContain(SECRET);
  });

  it('counts by verb, resource and code, and 0 where no answer came', async () => {
    const meter = await openMeter('s');
    const telemetry = { tracer: new InMemoryTracer(), meter };
    await observedTransport(answering(201), telemetry, new VirtualClock()).send(write);
    await expect(observedTransport(answering(undefined), telemetry, new VirtualClock()).send(write)).rejects.toThrow(Unreachable);
    const text = await meter.text();
    for (const code of ['201', '0']) {
      expect(text).toContain(`handoff_api_requests_total{verb="create",resource="machines",code="${code}",service="s"} 1`);
    }
  });
});
