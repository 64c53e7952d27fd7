/* eslint-disable max-lines-per-function -- a suite is one function, as the body of a describe is */
import { beforeAll, expect, it } from '@jest/globals';
import { CSR } from './certificate-request.js';
import { established } from './custom-resources.cases.js';
import { eventually } from '../testing/eventually.js';
import { dig } from '../testing/http.js';
import type { Http } from '../testing/http.js';
import type { Kubectl } from '../testing/kubectl.js';

const manifest = (value: string): string => `
apiVersion: v1
kind: ConfigMap
metadata: {name: applied, labels: {app: demo}}
data: {key: ${value}}
`;

const labels = { app: 'web' };
const deployment = JSON.stringify({
  apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' },
  spec: { replicas: 2, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [{ name: 'web', image: 'nginx:1' }] } } },
});

const widget = JSON.stringify({ apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'w' }, spec: { size: 1, replicas: 1 } });

const widgetDefinition = {
  apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: 'widgets.example.com' },
  spec: {
    group: 'example.com', scope: 'Namespaced', names: { plural: 'widgets', kind: 'Widget', shortNames: ['wi'], categories: ['all'] },
    versions: [{
      name: 'v1', served: true, storage: true,
      subresources: { status: {}, scale: { specReplicasPath: '.spec.replicas', statusReplicasPath: '.status.replicas' } },
      additionalPrinterColumns: [{ name: 'Size', type: 'integer', jsonPath: '.spec.size' }, { name: 'Hue', type: 'string', jsonPath: '.spec.hue', priority: 1 }],
      schema: {
        openAPIV3Schema: {
          type: 'object', description: 'A thing of a certain size.',
          properties: {
            spec: { type: 'object', properties: { size: { type: 'integer', minimum: 1, description: 'How large it is.' }, replicas: { type: 'integer' }, hue: { type: 'string', default: 'red' } } },
            status: { type: 'object', properties: { replicas: { type: 'integer' }, ready: { type: 'boolean' } } },
          },
        },
      },
    }],
  },
};

const MAPS = '/api/v1/namespaces/default/configmaps';

/** What people do with kubectl, every verb of it that needs no node. */
export function kubectlCases(api: () => Http, kubectl: () => Kubectl): void {
  beforeAll(async () => {
    await api().post('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', widgetDefinition);
    await established(api(), 'widgets.example.com');
    await eventually('widgets are documented', async () => (await api().get('/openapi/v3/apis/example.com/v1')).text.includes('How large it is.'));
  });

  const ok = async (line: string, input = '', env: NodeJS.ProcessEnv = {}): Promise<string> => {
    const { code, out, err } = await kubectl().run(line.split(' '), input, env);
    expect({ line, code, err: code === 0 ? '' : err }).toEqual({ line, code: 0, err: '' });
    return out;
  };

  it('knows who it is and what it may do', async () => {
    expect(await ok('auth whoami')).toContain('conformance-admin');
    expect(await ok('auth can-i delete pods')).toBe('yes\n');
    expect(await ok('auth can-i --list')).toContain('*.*');
    expect((await kubectl().run(['auth', 'can-i', 'get', 'secrets', '--as', 'guest'])).out).toBe('no\n');
  });

  it('discovers what there is', async () => {
    const resources = await ok('api-resources --api-group=example.com');
    expect(resources).toMatch(/widgets +wi +example\.com\/v1 +true +Widget/);
    expect(await ok('api-versions')).toContain('coordination.k8s.io/v1');
  });

  it('explains built-in and custom kinds', async () => {
    expect(await ok('explain widgets.spec.size')).toMatch(/FIELD: size <integer>[\s\S]*How large it is\./);
    expect(await ok('explain deployment.spec.strategy.rollingUpdate')).toContain('maxSurge');
    expect(await ok('explain pods --recursive')).toContain('imagePullPolicy');
  });

  it('creates, labels, annotates and describes', async () => {
    await ok('create configmap made --from-literal=a=b');
    await ok('label configmap made tier=one');
    await ok('annotate configmap made note=x');
    const described = await ok('describe configmap made');
    expect(described).toMatch(/Labels: +tier=one[\s\S]*Annotations: +note: x[\s\S]*a:\n----\nb/);
    expect(await ok('get configmaps -l tier=one -o name')).toBe('configmap/made\n');
  });

  it('gets as a table, wide, and as YAML', async () => {
    await ok('apply -f -', widget);
    expect(await ok('get widgets')).toMatch(/^NAME +SIZE\nw +1\n$/);
    expect(await ok('get wi w -o wide')).toMatch(/^NAME +SIZE +HUE\nw +1 +red\n$/);
    expect(await ok('get wi w -o yaml')).toContain('hue: red');
    expect(await ok('get all')).toContain('widget.example.com/w');
  });

  it('applies on the client side, shows differences first, and settles', async () => {
    expect(await ok('apply -f -', manifest('one'))).toBe('configmap/applied created\n');
    const difference = await kubectl().run(['diff', '-f', '-'], manifest('two'));
    expect([difference.code, difference.out]).toEqual([1, expect.stringContaining('+  key: two')]);
    expect(await ok('apply -f -', manifest('two'))).toBe('configmap/applied configured\n');
    expect(await ok('apply -f -', manifest('two'))).toBe('configmap/applied unchanged\n');
    expect(await ok('apply -f - --dry-run=server', manifest('three'))).toBe('configmap/applied configured (server dry run)\n');
    expect(await ok('get configmap applied -o jsonpath={.data.key}')).toBe('two');
  });

  it('applies on the server side, with conflicts between managers', async () => {
    await ok('apply --server-side --field-manager=one -f -', manifest('two').replace('name: applied', 'name: ssa'));
    const refused = await kubectl().run(['apply', '--server-side', '--field-manager=two', '-f', '-'], manifest('other').replace('name: applied', 'name: ssa'));
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('conflict with "one": .data.key')]);
    await ok('apply --server-side --field-manager=two --force-conflicts -f -', manifest('other').replace('name: applied', 'name: ssa'));
    expect(await ok('get configmap ssa -o jsonpath={.data.key}')).toBe('other');
  });

  it('refuses unknown fields with their names', async () => {
    const { code, err } = await kubectl().run(['apply', '-f', '-'], widget.replace('"size"', '"sizes":2,"size"').replace('"w"', '"odd"'));
    expect([code, err]).toEqual([1, expect.stringContaining('unknown field "spec.sizes"')]);
  });

  it('edits', async () => {
    await ok('apply -f -', manifest('two'));
    expect(await ok('edit configmap applied', '', { KUBE_EDITOR: 'sed -i s/two/edited/' })).toContain('configmap/applied edited');
    expect(await ok('get configmap applied -o jsonpath={.data.key}')).toBe('edited');
  });

  it('patches in three ways', async () => {
    await ok('apply -f -', deployment);
    await ok('patch deployment web -p {"spec":{"template":{"spec":{"containers":[{"name":"web","image":"nginx:2"}]}}}}');
    await ok('patch deployment web --type=merge -p {"metadata":{"labels":{"by":"merge"}}}');
    await ok('patch deployment web --type=json -p [{"op":"replace","path":"/spec/replicas","value":5}]');
    expect(await ok('get deployment web -o jsonpath={.spec.template.spec.containers[0].image},{.metadata.labels.by},{.spec.replicas}')).toBe('nginx:2,merge,5');
  });

  it('scales built-in and custom kinds', async () => {
    await ok('apply -f -', deployment);
    await ok('scale deployment web --replicas=3');
    await ok('scale widget w --replicas=4');
    expect(await ok('get deployment/web widget/w -o jsonpath={.items[*].spec.replicas}')).toBe('3 4');
  });

  it('watches', async () => {
    await api().post(MAPS, { metadata: { name: 'watched', labels: { watch: 'this' } } });
    const seen: string[] = [];
    for await (const line of kubectl().lines(['get', 'configmaps', '-l', 'watch=this', '-w', '--output-watch-events', '--no-headers'])) {
      seen.push(line.split(/ +/)[0] ?? '');
      if (seen.length === 1) await api().merge(`${MAPS}/watched`, { data: { c: 'd' } });
      if (seen.length === 2) await api().delete(`${MAPS}/watched`);
      if (seen.length === 3) break;
    }
    expect(seen).toEqual(['ADDED', 'MODIFIED', 'DELETED']);
  });

  it('waits for conditions and for deletion', async () => {
    await ok('apply -f -', deployment);
    const waiting = ok('wait deployment web --for=condition=Available --timeout=15s');
    await api().merge('/apis/apps/v1/namespaces/default/deployments/web/status', {
      status: { conditions: [{ type: 'Available', status: 'True', reason: 'Test', message: '' }] },
    });
    expect(await waiting).toContain('condition met');
    await ok('wait --for=condition=established crd/widgets.example.com --timeout=5s');
    await ok('create configmap leaving');
    const gone = ok('wait configmap leaving --for=delete --timeout=15s');
    await ok('delete configmap leaving');
    await gone;
  });

  it.each(['background', 'foreground', 'orphan'])('deletes with the cascade %s', async (cascade) => {
    const name = `owner-${cascade}`;
    const uid = dig((await api().post(MAPS, { metadata: { name } })).body, 'metadata', 'uid');
    const child = `child-${cascade}`;
    await api().post(MAPS, { metadata: { name: child, ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name, uid, blockOwnerDeletion: true }] } });
    await ok(`delete configmap ${name} --cascade=${cascade}`);
    if (cascade === 'orphan') expect(await ok(`get configmap ${child} -o jsonpath={.metadata.ownerReferences}`)).toBe('');
    else await ok(`wait configmap ${child} --for=delete --timeout=15s`);
  });

  it('runs a Pod, and deletes its namespace with it', async () => {
    await ok('create namespace team');
    expect(await ok('run box --image=busybox -n team')).toBe('pod/box created\n');
    await ok('delete namespace team');
    expect((await kubectl().run(['get', 'namespace', 'team'])).err).toContain('namespaces "team" not found');
  });

  it('makes tokens and approves certificate requests', async () => {
    await ok('create serviceaccount robot');
    const token = (await ok('create token robot')).trim();
    expect((await kubectl().run(['auth', 'whoami', '--token', token])).out).toContain('conformance-admin');
    await ok('apply -f -', JSON.stringify({
      apiVersion: 'certificates.k8s.io/v1', kind: 'CertificateSigningRequest', metadata: { name: 'csr' },
      spec: { signerName: 'example.com/signer', usages: ['client auth'], request: CSR },
    }));
    await ok('certificate approve csr');
    expect(await ok('get csr csr')).toMatch(/Approved/);
  });
}
