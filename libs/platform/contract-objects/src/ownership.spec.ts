import { describe, expect, it } from '@jest/globals';
import { Cluster, ConfigMap, Labels } from '@handoff/api';
import type { KubeObject, OwnerReference } from '@handoff/api';
import { KubeClient } from '@handoff/kube';
import type { ApiRequest, ApiTransport } from '@handoff/kube';
import jsonPatch from 'fast-json-patch';
import type { Operation } from 'fast-json-patch';
import { takeOwnership } from './ownership.js';

const owner = Cluster.parse({ apiVersion: Cluster.apiVersion, kind: Cluster.kind, metadata: { name: 'demo', uid: 'new' }, spec: {} });
const reference = (more: Partial<OwnerReference> = {}): OwnerReference => ({ apiVersion: owner.apiVersion, kind: owner.kind, name: 'demo', uid: 'new', ...more });
const object = (ownerReferences: OwnerReference[], labels?: Record<string, string>): KubeObject =>
  ConfigMap.parse({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x', namespace: 'default', resourceVersion: '1', ownerReferences, labels } });

/** An API server that holds one object and patches it. */
function server(held: KubeObject): { transport: ApiTransport; requests: ApiRequest[] } {
  const requests: ApiRequest[] = [];
  const send: ApiTransport['send'] = (request) => {
    requests.push(request);
    const patched = jsonPatch.applyPatch(structuredClone(held), JSON.parse(String(request.body)) as Operation[]).newDocument;
    return Promise.resolve({ status: 200, text: () => Promise.resolve(JSON.stringify(patched)), lines: () => { throw new Error('no watch here'); } });
  };
  return { transport: { server: 'test', send, [Symbol.asyncDispose]: () => Promise.resolve() }, requests };
}

interface Taken {
  readonly references: readonly OwnerReference[];
  readonly label: string | undefined;
  readonly requests: number;
}

async function taken(held: KubeObject, controller = false): Promise<Taken> {
  const { transport, requests } = server(held);
  const ownership = { owner, controller, cluster: 'demo' };
  const { metadata } = await takeOwnership(new KubeClient(transport, 'spec'), ConfigMap, ConfigMap.parse(held), ownership);
  return { references: metadata.ownerReferences ?? [], label: metadata.labels?.[Labels.clusterName], requests: requests.length };
}

const labelled = { [Labels.clusterName]: 'demo' };
const other = reference({ kind: 'Other', name: 'other', uid: 'other' });
const controlling = reference({ controller: true, blockOwnerDeletion: true });

describe('taking ownership of an object', () => {
  it.each([
    ['adds owner and label to what has neither', object([]), false, [reference()], 1],
    ['keeps other owners', object([other], labelled), false, [other, reference()], 1],
    ['replaces an owner of that name from before a restore', object([reference({ uid: 'old' })], labelled), false, [reference()], 1],
    ['replaces a reference of another version of the API', object([reference({ apiVersion: 'cluster.x-k8s.io/v1beta1' })], labelled), false, [reference()], 1],
    ['makes an owner the controller', object([reference()], labelled), true, [controlling], 1],
    ['asks for nothing when all is so', object([controlling], labelled), true, [controlling], 0],
    ['corrects a label', object([reference()], { [Labels.clusterName]: 'older', own: 'x' }), false, [reference()], 1],
  ])('%s', async (_name, held, controller, references, requests) => {
    expect(await taken(held, controller)).toEqual({ references, label: 'demo', requests });
  });
});
