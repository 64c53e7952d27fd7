import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ConfigMap, KubeadmConfig, Machine, Secret, SecretTypes } from '@handoff/api';
import { Core } from '@handoff/events';
import { generateBootstrapToken } from '@handoff/kubeadm';
import { publicKeyHash } from '@handoff/pki';
import { conditionOf } from '@handoff/reconcile';
import { seededRandom } from '@handoff/time';
import { secretData, secretText } from '../cluster-secrets/secrets.js';
import { startHarness } from '../testing/harness.js';
import type { Harness } from '../testing/harness.js';
import { CLUSTER, Players, there } from '../testing/players.js';
import { prolongToken } from './kubeadm-config.token.js';

const TOKEN_TYPE = 'bootstrap.kubernetes.io/token';

describe('bootstrap data, over an API server', () => {
  let harness: Harness;
  let players: Players;
  const events: string[] = [];
  let count = 0;
  beforeAll(async () => {
    harness = await startHarness();
    harness.bus.follow(({ event, data }) => { events.push(`${event.name} ${data.about.namespace ?? ''}/${data.about.name}`); });
  });
  afterAll(async () => { await harness[Symbol.asyncDispose](); });
  beforeEach(async () => {
    count += 1;
    players = await Players.over(harness, `spec-${count}`);
  });
  afterEach(() => players[Symbol.asyncDispose]());
  const rung = (event: string, name: string): boolean => events.includes(`${event} ${players.namespace}/${name}`);
  const refused = (name: string, wanted: RegExp): Promise<KubeadmConfig> => players.until(KubeadmConfig, name, (config) => {
    const available = conditionOf(config, 'DataSecretAvailable');
    return available?.status === 'False' && wanted.test(available.message);
  });

  it('of a worker names the cluster by its pin and lets it in by a token of its own', async () => {
    const { workload } = await players.bringUp({ replicas: 1 });
    await players.makeMachine({ name: 'worker' });
    const data = await players.dataOf('worker');
    const ca = secretText(await players.get(Secret, `${CLUSTER}-ca`), 'tls.crt') ?? '';
    expect(data).toContain(publicKeyHash(ca));
    expect(data).toContain(`apiServerEndpoint: 127.0.0.1:${players.port}`);
    expect(data).not.toContain('PRIVATE KEY');
    const tokens = (await workload.list(Secret, { namespace: 'kube-system' })).items.filter(({ type }) => type === TOKEN_TYPE);
    expect(tokens.map((token) => `${secretText(token, 'token-id') ?? ''}.${secretText(token, 'token-secret') ?? ''}`).filter((token) => data.includes(token))).toHaveLength(1);
    const secret = there(await players.get(Secret, 'worker'));
    expect(secret.type).toBe(SecretTypes.cluster);
    expect(secret.metadata.ownerReferences).toMatchObject([{ kind: 'KubeadmConfig', name: 'worker', controller: true }]);
    expect(rung('bootstrap.data-ready', 'worker')).toBe(true);
    const config = there(await players.get(KubeadmConfig, 'worker'));
    expect(['Ready', 'DataSecretAvailable', 'CertificatesAvailable'].map((type) => conditionOf(config, type)?.status)).toEqual(['True', 'True', 'True']);
  });

  it('with a token of the user\'s takes that one, right or wrong, and makes none', async () => {
    const { workload } = await players.bringUp({ replicas: 1 });
    const token = generateBootstrapToken(seededRandom(1));
    await players.makeMachine({ name: 'worker', spec: { joinConfiguration: { discovery: { bootstrapToken: { token } } } } });
    expect(await players.dataOf('worker')).toContain(token);
    expect((await workload.list(Secret, { namespace: 'kube-system' })).items.filter(({ type }) => type === TOKEN_TYPE)).toHaveLength(0);
  });

  it('is refused for a malformed token, naming the field and not the token', async () => {
    await players.bringUp({ replicas: 1 });
    await players.makeMachine({ name: 'worker', spec: { joinConfiguration: { discovery: { bootstrapToken: { token: 'secret-and-wrong' } } } } });
    const config = await refused('worker', /spec\.joinConfiguration\.discovery\.bootstrapToken\.token: the bootstrap token is malformed/);
    expect(JSON.stringify(config.status)).not.toContain('secret-and-wrong');
    expect(rung('bootstrap.data-failed', 'worker')).toBe(true);
  });

  it('waits for the Secret that a file comes from, by name, and takes it when it is there', async () => {
    await players.bringUp({ replicas: 1 });
    const contentFrom = { secret: { name: 'motd', key: 'text' } };
    await players.makeMachine({ name: 'worker', spec: { files: [{ path: '/etc/motd', contentFrom }] } });
    await refused('worker', /files\[0\]\.contentFrom: Secret "motd" has no key "text"/);
    await harness.kube.create(Secret, { metadata: players.key('motd'), data: secretData({ text: 'welcome aboard' }) });
    await players.ring(Core.InfrastructureProvisioned);
    expect(await players.dataOf('worker')).toContain('welcome aboard');
  });

  it('that was restored without its status is taken up as it is', async () => {
    await players.bringUp({ replicas: 1 });
    const data = secretData({ value: 'as it was', format: 'cloud-config' });
    await harness.kube.create(Secret, { metadata: players.key('worker'), type: SecretTypes.cluster, data });
    await players.makeMachine({ name: 'worker' });
    expect(await players.dataOf('worker')).toBe('as it was');
    await players.until(Secret, 'worker', ({ metadata }) => metadata.ownerReferences?.[0]?.kind === 'KubeadmConfig');
  });

  it('does not take a Secret of somebody else\'s', async () => {
    await players.bringUp({ replicas: 1 });
    const owner = await harness.kube.create(ConfigMap, { metadata: players.key('owner') });
    const ownerReferences = [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'owner', uid: owner.metadata.uid, controller: true }];
    await harness.kube.create(Secret, { metadata: { ...players.key('worker'), ownerReferences } });
    await players.makeMachine({ name: 'worker' });
    const config = await players.until(KubeadmConfig, 'worker', (object) => conditionOf(object, 'handoff.dev/Waiting') !== undefined);
    expect(conditionOf(config, 'handoff.dev/Waiting')?.message).toContain('belongs to ConfigMap owner');
  });

  it('to initialize is made for one Machine alone, and for the next when that goes', async () => {
    await players.declare({ replicas: 1 });
    await players.until(Secret, `${CLUSTER}-sa`, () => true);
    for (const name of ['one', 'two']) await players.makeMachine({ name, controlPlane: true });
    await players.provisionCluster();
    const hasData = (config: KubeadmConfig): boolean => config.status?.initialization?.dataSecretCreated === true;
    const configs = await players.listUntil(KubeadmConfig, (all) => all.some(hasData));
    const holder = there(configs.find(hasData)).metadata.name;
    const other = holder === 'one' ? 'two' : 'one';
    await refused(other, new RegExp(`Machine ${holder} initializes the cluster`));
    expect((await players.get(ConfigMap, `${CLUSTER}-lock`))?.data?.['lock-information']).toBe(JSON.stringify({ machineName: holder }));
    await harness.kube.delete(Machine, await players.machine(holder));
    await harness.ring(Core.MachineDeleting, Machine, await players.machine(holder), CLUSTER);
    expect(await players.dataOf(other)).toContain('kubeadm init --config');
  });

  it('goes with its config, and that is rung', async () => {
    await players.bringUp({ replicas: 1 });
    await players.makeMachine({ name: 'worker' });
    await players.dataOf('worker');
    await harness.kube.delete(KubeadmConfig, there(await players.get(KubeadmConfig, 'worker')));
    await players.listUntil(Secret, (all) => !all.some(({ metadata }) => metadata.name === 'worker'));
    expect(rung('bootstrap.config-deleted', 'worker')).toBe(true);
  });

  it('keeps its token valid, and brings back one that expired as it was', async () => {
    const { workload } = await players.bringUp({ replicas: 1 });
    const token = generateBootstrapToken(seededRandom(2));
    const at = { namespace: 'kube-system', name: `bootstrap-token-${token.slice(0, 6)}` };
    const now = Date.parse('2026-01-01T00:00:00Z');
    const minutes = (count: number): number => now + count * 60_000;
    const expiration = async (): Promise<string | undefined> => secretText(await workload.get(Secret, at), 'expiration');
    await prolongToken(workload, token, 'worker', now);
    expect(await expiration()).toBe('2026-01-01T00:15:00Z');
    await prolongToken(workload, token, 'worker', minutes(4));
    expect(await expiration()).toBe('2026-01-01T00:15:00Z');
    await prolongToken(workload, token, 'worker', minutes(6));
    expect(await expiration()).toBe('2026-01-01T00:21:00Z');
    await workload.delete(Secret, there(await workload.get(Secret, at)));
    await prolongToken(workload, token, 'worker', minutes(60));
    expect(await expiration()).toBe('2026-01-01T01:15:00Z');
  });
});
