import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { eventually } from '../testing/eventually.js';
import { dig } from '../testing/http.js';
import type { Http } from '../testing/http.js';

const root = (path: string): string => fileURLToPath(new URL(`../../../../../${path}`, import.meta.url));
const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

interface Document {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/** The objects of every file below a folder. */
function documentsIn(folder: string): readonly Document[] {
  return readdirSync(root(folder), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.yaml') && !name.endsWith('kustomization.yaml')).sort()
    .flatMap((name) => parseAllDocuments(readFileSync(`${root(folder)}/${name}`, 'utf8')).map((document) => document.toJS() as Document | null))
    .filter((document) => document?.kind !== undefined) as Document[];
}

const definitions = documentsIn('deploy/crds');
/** What is to be filled in first is nothing to send. */
const isTemplate = (document: Document): boolean => /\$\{|\$[A-Z]|\{\{/.test(JSON.stringify(document));
const samples = ['examples/samples', 'examples/gitops-repo'].flatMap(documentsIn).filter((document) => !isTemplate(document));

/** Where an object is written, by what the server says of its kind. */
async function pathOf(api: Http, { apiVersion, kind, metadata }: Document): Promise<string> {
  const group = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const resource = await eventually(`${kind} is served`, async () => {
    const { body } = await api.get(group);
    return ((body['resources'] ?? []) as { name: string; kind: string; namespaced: boolean }[]).find((one) => one.kind === kind && !one.name.includes('/'));
  });
  return resource.namespaced ? `${group}/namespaces/${metadata.namespace ?? 'default'}/${resource.name}` : `${group}/${resource.name}`;
}

/** What handoff itself declares, and what it shows as examples. */
export function ours(api: () => Http): void {
  it.each(definitions.map((definition) => [definition.metadata.name, definition] as const))('takes %s as it is, and establishes it', async (name, definition) => {
    const { status, body, headers } = await api().post(`${DEFINITIONS}?fieldValidation=Strict`, definition);
    expect([status, body['message'], headers['warning']]).toEqual([201, undefined, undefined]);
    const conditions = await eventually('it is established', async () => {
      const of = (dig((await api().get(`${DEFINITIONS}/${name}`)).body, 'status', 'conditions') ?? []) as { type: string; status: string }[];
      return of.some(({ type, status: is }) => type === 'Established' && is === 'True') && of;
    });
    // Anything that a structural schema must not have would be told here.
    expect(conditions.filter(({ type }) => type === 'NonStructuralSchema')).toEqual([]);
  });

  it.each(samples.map((sample) => [`${sample.kind} ${sample.metadata.name}`, sample] as const))('takes the example %s, by every kind of write', async (_, sample) => {
    const { namespace } = sample.metadata;
    if (namespace !== undefined) await api().post('/api/v1/namespaces', { metadata: { name: namespace } });
    const path = await pathOf(api(), sample);
    const one = `${path}/${sample.metadata.name}`;
    const dry = await api().post(`${path}?dryRun=All&fieldValidation=Strict`, sample);
    expect([dry.status, dry.body['message'], dry.headers['warning']]).toEqual([201, undefined, undefined]);
    const applied = await api().apply(`${one}?fieldManager=example&fieldValidation=Strict`, sample);
    expect([applied.status, applied.body['message']]).toEqual([201, undefined]);
    expect(dig(applied.body, 'spec')).toEqual(dig(dry.body, 'spec'));
    const again = await api().apply(`${one}?fieldManager=example`, sample);
    expect(dig(again.body, 'metadata', 'resourceVersion')).toBe(dig(applied.body, 'metadata', 'resourceVersion'));
    expect((await api().send('PATCH', `${one}?fieldValidation=Strict`, { body: { spec: { 'not-a-field': 1 } }, type: 'application/merge-patch+json' })).status).toBe(422);
  });
}
