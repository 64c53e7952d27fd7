import { describe, expect, it } from '@jest/globals';
import { ConfigMap, KubeadmConfig, KubeadmControlPlane, Labels, Machine, Secret, VSphereMachine } from '@handoff/api';
import { conditionOf } from '@handoff/reconcile';
import { secretText } from './cluster-secrets/secrets.js';
import { startHarness } from './testing/harness.js';
import { CLUSTER, NAMESPACE, Players } from './testing/players.js';

const key = (name: string): { namespace: string; name: string } => ({ namespace: NAMESPACE, name });

describe('a cluster with three control-plane Machines and a worker', () => {
  it('comes up one Machine at a time', async () => {
    await using harness = await startHarness();
    await using players = await Players.over(harness);
    const { kube } = harness;
    await players.declare();

    // certificates are made before anything is provisioned
    await harness.listUntil(Secret, (all) => ['ca', 'etcd', 'proxy', 'sa'].every((name) => all.some(({ metadata }) => metadata.name === `${CLUSTER}-${name}`)));
    expect((await kube.list(Machine)).items).toHaveLength(0);

    await players.provisionCluster();
    const [first] = await harness.listUntil(Machine, (all) => all.length > 0);
    const firstName = first?.metadata.name ?? '';
    const config = await harness.until(KubeadmConfig, key(firstName), (object) => object.status?.initialization?.dataSecretCreated === true);
    expect(config.status?.dataSecretName).toBe(firstName);
    const data = await kube.get(Secret, key(firstName));
    expect(secretText(data, 'value')).toContain('kubeadm init --config');
    expect(secretText(data, 'format')).toBe('cloud-config');
    expect((await kube.get(ConfigMap, key(`${CLUSTER}-lock`)))?.data?.['lock-information']).toBe(JSON.stringify({ machineName: firstName }));
    expect(await kube.get(VSphereMachine, key(firstName))).toBeDefined();

    const workload = await players.serveWorkload();
    await players.seeWorkload();
    await players.copyInitialized();
    await players.runMachine(firstName);

    const two = await harness.listUntil(Machine, (all) => all.length === 2);
    const secondName = two.find(({ metadata }) => metadata.name !== firstName)?.metadata.name ?? '';
    await harness.until(KubeadmConfig, key(secondName), (object) => object.status?.initialization?.dataSecretCreated === true);
    const joinData = secretText(await kube.get(Secret, key(secondName)), 'value') ?? '';
    expect(joinData).toContain('kubeadm join --config');
    expect(joinData).toContain(`apiServerEndpoint: 127.0.0.1:${players.port}`);
    const tokens = (await workload.list(Secret, { namespace: 'kube-system' })).items.filter(({ type }) => type === 'bootstrap.kubernetes.io/token');
    expect(tokens).toHaveLength(1);
    expect(joinData).toContain(`${secretText(tokens[0], 'token-id') ?? '?'}.${secretText(tokens[0], 'token-secret') ?? '?'}`);

    await players.runMachine(secondName);
    const three = await harness.listUntil(Machine, (all) => all.length === 3);
    const third = three.find(({ metadata }) => metadata.name !== firstName && metadata.name !== secondName)?.metadata.name ?? '';
    await players.runMachine(third);
    const settled = await harness.until(KubeadmControlPlane, key('demo-cp'), (object) => conditionOf(object, 'ScalingUp')?.status === 'False');
    expect(conditionOf(settled, 'Available')?.status).toBe('True');
    expect(settled.status?.selector).toBe(`${Labels.clusterName}=${CLUSTER},${Labels.controlPlane}`);
    expect(settled.status?.versions).toEqual([{ version: 'v1.33.1', replicas: 3 }]);
    expect(await kube.get(ConfigMap, key(`${CLUSTER}-lock`))).toBeUndefined();
  });
});
