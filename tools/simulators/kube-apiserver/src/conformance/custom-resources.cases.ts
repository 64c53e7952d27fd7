/* eslint-disable max-lines-per-function -- a suite is one function, as the body of a describe is */
import { beforeAll, expect, it } from '@jest/globals';
import { eventually } from '../testing/eventually.js';
import { dig, take } from '../testing/http.js';
import type { Http } from '../testing/http.js';

const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const WIDGETS = '/apis/conformance.example.com/v1/namespaces/default/widgets';

const schema = {
  type: 'object',
  properties: {
    spec: {
      type: 'object', required: ['size'],
      properties: {
        size: { type: 'integer', minimum: 1 }, replicas: { type: 'integer' }, color: { type: 'string', default: 'red', enum: ['red', 'green'] },
        fixed: { type: 'string', 'x-kubernetes-validations': [{ rule: 'self == oldSelf', message: 'fixed is immutable' }] },
        open: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
      },
      'x-kubernetes-validations': [{ rule: '!has(self.replicas) || self.replicas <= self.size', message: 'no more replicas than size' }],
    },
    status: { type: 'object', properties: { replicas: { type: 'integer' }, selector: { type: 'string' }, phase: { type: 'string' } } },
  },
};

const definition = (plural: string, kind: string, more: object = {}): object => ({
  apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: `${plural}.conformance.example.com` },
  spec: {
    group: 'conformance.example.com', scope: 'Namespaced', names: { plural, kind, shortNames: [`${plural.slice(0, 2)}x`] },
    versions: [{
      name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: schema },
      subresources: { status: {}, scale: { specReplicasPath: '.spec.replicas', statusReplicasPath: '.status.replicas', labelSelectorPath: '.status.selector' } },
      additionalPrinterColumns: [{ name: 'Size', type: 'integer', jsonPath: '.spec.size' }, { name: 'Hue', type: 'string', jsonPath: '.spec.color', priority: 1 }],
      ...more,
    }],
  },
});

const widget = (name: string, spec: object, more: object = {}): object =>
  ({ apiVersion: 'conformance.example.com/v1', kind: 'Widget', metadata: { name }, spec, ...more });

const UNCHECKED = '<nil>: Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors ' +
  'to complete validation]';

/** Real servers take a moment until they serve what a definition declares. */
export function established(api: Http, name: string): Promise<unknown> {
  return eventually(`${name} is served`, async () => {
    const { body } = await api.get(`${DEFINITIONS}/${name}`);
    const conditions = (dig(body, 'status', 'conditions') ?? []) as { type: string; status: string }[];
    const group = await api.get(`/apis/${name.slice(name.indexOf('.') + 1)}/v1`);
    const served = ((group.body['resources'] ?? []) as { name: string }[]).some((resource) => name.startsWith(`${resource.name}.`));
    return served && conditions.some(({ type, status }) => type === 'Established' && status === 'True') && body;
  });
}

export function customResources(api: () => Http): void {
  beforeAll(async () => {
    await api().post(DEFINITIONS, definition('widgets', 'Widget'));
    await established(api(), 'widgets.conformance.example.com');
  });

  it('accepts the names of a definition and establishes it', async () => {
    const body = await established(api(), 'widgets.conformance.example.com');
    expect(dig(body, 'status')).toMatchObject({
      acceptedNames: { plural: 'widgets', singular: 'widget', kind: 'Widget', listKind: 'WidgetList', shortNames: ['wix'] }, storedVersions: ['v1'],
      conditions: [{ type: 'NamesAccepted', status: 'True', reason: 'NoConflicts' }, { type: 'Established', status: 'True', reason: 'InitialNamesAccepted' }],
    });
  });

  it('refuses definitions that make no sense', async () => {
    const misnamed = await api().post(DEFINITIONS, { ...definition('gadgets', 'Gadget'), metadata: { name: 'wrong.conformance.example.com' } });
    expect([misnamed.status, dig(misnamed.body, 'details', 'causes', 0, 'field')]).toEqual([422, 'metadata.name']);
    const shapeless = definition('gadgets', 'Gadget', { schema: { openAPIV3Schema: { type: 'object', properties: { spec: { properties: { a: {} } } } } } });
    expect((await api().post(DEFINITIONS, shapeless)).status).toBe(422);
  });

  it('creates with defaults, prunes, and leaves out the status', async () => {
    const { status, body, headers } = await api().post(WIDGETS, widget('full', { size: 2, bogus: 1, open: { any: 1 } }, { status: { phase: 'x' } }));
    expect([status, body['spec'], body['status'], dig(body, 'metadata', 'generation')]).toEqual([201, { size: 2, color: 'red', open: { any: 1 } }, undefined, 1]);
    expect(headers['warning']).toBe('299 - "unknown field \\"spec.bogus\\""');
  });

  it.each([
    ['a missing field', {}, 'Widget.conformance.example.com "bad" is invalid: [spec.size: Required value, ' + UNCHECKED, 'FieldValueRequired', 'spec.size'],
    ['a value too small', { size: 0 }, 'Widget.conformance.example.com "bad" is invalid: spec.size: Invalid value: 0: spec.size in body should be greater than or equal to 1', 'FieldValueInvalid', 'spec.size'],
    ['another type', { size: 'x' }, 'Widget.conformance.example.com "bad" is invalid: [spec.size: Invalid value: "string": spec.size in body must be of type integer: "string", ' + UNCHECKED, 'FieldValueTypeInvalid', 'spec.size'],
    ['a value that is not listed', { size: 1, color: 'blue' }, 'Widget.conformance.example.com "bad" is invalid: [spec.color: Unsupported value: "blue": supported values: "red", "green", ' + UNCHECKED, 'FieldValueNotSupported', 'spec.color'],
    ['a broken rule', { size: 1, replicas: 2 }, undefined, 'FieldValueInvalid', 'spec'],
  ])('refuses %s', async (_, spec, message, reason, field) => {
    const { status, body } = await api().post(WIDGETS, widget('bad', spec));
    expect([status, body['reason'], dig(body, 'details', 'causes', 0)]).toMatchObject([422, 'Invalid', { reason, field }]);
    if (message !== undefined) expect(body['message']).toBe(message);
    else expect(body['message']).toContain('no more replicas than size');
  });

  it('wants kind and version in the body', async () => {
    expect((await api().post(WIDGETS, { metadata: { name: 'untyped' }, spec: { size: 1 } })).status).toBe(400);
    expect((await api().post(WIDGETS, { ...widget('mistyped', { size: 1 }), kind: 'Other' })).body).toMatchObject({
      code: 422, message: 'Other.conformance.example.com "mistyped" is invalid: kind: Invalid value: "Other": must be Widget',
    });
    expect((await api().post(WIDGETS, { ...widget('misversioned', { size: 1 }), apiVersion: 'conformance.example.com/v2' })).status).toBe(400);
  });

  it('holds changes against the rules that compare with before', async () => {
    await api().post(WIDGETS, widget('ruled', { size: 1, fixed: 'a' }));
    const { status, body } = await api().merge(`${WIDGETS}/ruled`, { spec: { fixed: 'b' } });
    expect([status, dig(body, 'details', 'causes', 0)]).toMatchObject([422, { field: 'spec.fixed', message: expect.stringContaining('fixed is immutable') }]);
  });

  it('keeps spec and status apart', async () => {
    const { body: created } = await api().post(WIDGETS, widget('split', { size: 1 }));
    const { body: observed } = await api().put(`${WIDGETS}/split/status`, { ...created, spec: { size: 5 }, status: { phase: 'Up' } });
    expect([observed['spec'], observed['status'], dig(observed, 'metadata', 'generation')]).toEqual([{ size: 1, color: 'red' }, { phase: 'Up' }, 1]);
    const { body: changed } = await api().put(`${WIDGETS}/split`, { ...observed, spec: { size: 6 }, status: { phase: 'Down' } });
    expect([changed['spec'], changed['status'], dig(changed, 'metadata', 'generation')]).toEqual([{ size: 6, color: 'red' }, { phase: 'Up' }, 2]);
  });

  it('wants a version in every update', async () => {
    await api().post(WIDGETS, widget('unversioned', { size: 1 }));
    const { body } = await api().put(`${WIDGETS}/unversioned`, widget('unversioned', { size: 2 }));
    expect(body).toMatchObject({
      code: 422, details: { name: 'unversioned', group: 'conformance.example.com', kind: 'widgets' },
      message: 'widgets.conformance.example.com "unversioned" is invalid: metadata.resourceVersion: Invalid value: 0: must be specified for an update',
    });
  });

  it('merges custom resources, but not strategically', async () => {
    await api().post(WIDGETS, widget('patched', { size: 1 }));
    expect(dig((await api().merge(`${WIDGETS}/patched`, { spec: { color: 'green' } })).body, 'spec')).toEqual({ size: 1, color: 'green' });
    expect((await api().strategic(`${WIDGETS}/patched`, {})).status).toBe(415);
  });

  it('scales', async () => {
    await api().post(WIDGETS, widget('scaled', { size: 3, replicas: 1 }));
    const { body } = await api().get(`${WIDGETS}/scaled/scale`);
    expect(body).toMatchObject({ kind: 'Scale', apiVersion: 'autoscaling/v1', metadata: { name: 'scaled', namespace: 'default' }, spec: { replicas: 1 }, status: { replicas: 0 } });
    const { status, body: more } = await api().merge(`${WIDGETS}/scaled/scale`, { spec: { replicas: 2 } });
    expect([status, dig(more, 'spec', 'replicas'), dig((await api().get(`${WIDGETS}/scaled`)).body, 'spec', 'replicas')]).toEqual([200, 2, 2]);
  });

  it('shows lists with types, and an empty continue token in none of them', async () => {
    const { body } = await api().get(WIDGETS);
    expect([body['kind'], dig(body, 'items', 0, 'kind'), dig(body, 'items', 0, 'apiVersion')]).toEqual(['WidgetList', 'Widget', 'conformance.example.com/v1']);
  });

  it('refuses fields strictly, also those of applies', async () => {
    const odd = widget('odd', { size: 1, bogus: 1 });
    expect((await api().post(`${WIDGETS}?fieldValidation=Strict`, odd)).body).toMatchObject({ code: 400, message: expect.stringContaining('strict decoding error: unknown field "spec.bogus"') });
    expect((await api().apply(`${WIDGETS}/odd?fieldManager=m`, odd)).body).toMatchObject({
      code: 500, message: 'failed to create typed patch object (/odd; conformance.example.com/v1, Kind=Widget): .spec.bogus: field not declared in schema',
    });
  });

  it('serves a further version at once, and stores under the old one', async () => {
    await api().post(DEFINITIONS, definition('gears', 'Gear'));
    await established(api(), 'gears.conformance.example.com');
    await api().post('/apis/conformance.example.com/v1/namespaces/default/gears', { ...widget('g', { size: 1 }), kind: 'Gear' });
    const { body } = await api().get(`${DEFINITIONS}/gears.conformance.example.com`);
    const [version] = dig(body, 'spec', 'versions') as object[];
    const next = { ...body, spec: { ...(body['spec'] as object), versions: [version, { ...version, name: 'v2', storage: false }] } };
    expect((await api().put(`${DEFINITIONS}/gears.conformance.example.com`, next)).status).toBe(200);
    const shown = await eventually('v2 is served', async () => {
      const reply = await api().get('/apis/conformance.example.com/v2/namespaces/default/gears/g');
      return reply.status === 200 && reply;
    });
    expect([shown.body['apiVersion'], dig(shown.body, 'spec', 'size')]).toEqual(['conformance.example.com/v2', 1]);
    const { body: group } = await api().get('/apis/conformance.example.com');
    expect((group['versions'] as { version: string }[]).map(({ version: name }) => name)).toEqual(['v2', 'v1']);
  });

  it('takes the instances along when a definition goes, and ends their watches', async () => {
    await api().post(DEFINITIONS, definition('cogs', 'Cog'));
    await established(api(), 'cogs.conformance.example.com');
    const cogs = '/apis/conformance.example.com/v1/namespaces/default/cogs';
    const { body } = await api().post(cogs, { ...widget('c', { size: 1 }), kind: 'Cog' });
    const watching = take(api().watch(`${cogs}?watch=true&resourceVersion=${String(dig(body, 'metadata', 'resourceVersion'))}`), 5);
    expect((await api().delete(`${DEFINITIONS}/cogs.conformance.example.com`)).status).toBe(200);
    expect((await watching).map(({ type }) => type)).toEqual(['DELETED']);
    await eventually('the definition is gone', async () => (await api().get(`${DEFINITIONS}/cogs.conformance.example.com`)).status === 404);
    expect((await api().get(cogs)).status).toBe(404);
  });
}
