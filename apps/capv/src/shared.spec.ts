import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  Finalizers, Namespace, Secret, VSphereCluster, VSphereClusterIdentity, VSphereDeploymentZone, VSphereFailureDomain, VSphereMachine,
  VSphereVM,
} from '@handoff/api';
import { conditionOf, isTrue } from '@handoff/reconcile';
import { CLUSTER, declareCluster, keyOfName, makeMachine, NAMESPACE, provision } from './testing/declared.js';
import { CONTROLLER_NAMESPACE, startHarness } from './testing/harness.js';
import type { Harness } from './testing/harness.js';

const area = { name: 'x', tagCategory: 'y', type: 'Datacenter' };

describe('what clusters share', () => {
  let harness: Harness;

  beforeEach(async () => {
    harness = await startHarness();
    await harness.start();
  });
  afterEach(async () => { await harness[Symbol.asyncDispose](); });

  it('is a login, for the namespaces that it allows', async () => {
    const { kube, until, untilGone } = harness;
    await kube.applyManifest(Namespace, { metadata: { name: CONTROLLER_NAMESPACE } });
    await kube.create(Secret, { metadata: { name: 'shared', namespace: CONTROLLER_NAMESPACE }, stringData: { username: 'user', password: 'pass' } });
    const identity = await kube.create(VSphereClusterIdentity, {
      metadata: { name: 'team' }, spec: { secretName: 'shared', allowedNamespaces: { selector: { matchLabels: { team: 'a' } } } },
    });
    await until(VSphereClusterIdentity, { name: 'team' }, (object) => isTrue(object, 'Available') && object.status?.ready === true);
    await declareCluster(harness, { identityRef: { kind: 'VSphereClusterIdentity', name: 'team' } });
    const refused = await until(VSphereCluster, keyOfName(CLUSTER), (object) => conditionOf(object, 'Ready')?.reason === 'IdentityNotAllowed');
    expect(conditionOf(refused, 'Ready')?.message).toContain(`VSphereClusterIdentity team may not be used in namespace ${NAMESPACE}`);
    await kube.applyManifest(Namespace, { metadata: { name: NAMESPACE, labels: { team: 'a' } } });
    const cluster = await until(VSphereCluster, keyOfName(CLUSTER), (object) => isTrue(object, 'Ready'));

    await kube.delete(VSphereClusterIdentity, identity);
    await until(VSphereClusterIdentity, { name: 'team' }, ({ metadata }) => metadata.deletionTimestamp !== undefined);
    const held = await kube.get(Secret, { name: 'shared', namespace: CONTROLLER_NAMESPACE });
    expect(held?.metadata.finalizers).toEqual([Finalizers.vsphereIdentitySecret]);
    await kube.delete(VSphereCluster, cluster);
    await untilGone(VSphereClusterIdentity, { name: 'team' });
    await untilGone(Secret, { name: 'shared', namespace: CONTROLLER_NAMESPACE });
  });

  it('is a zone, which is offered to the cluster and says where its machines go', async () => {
    const { kube, until, vcenter } = harness;
    await kube.create(VSphereFailureDomain, {
      metadata: { name: 'd' }, spec: { region: area, zone: area, topology: { datacenter: 'DC0', computeCluster: 'DC0_C0', networks: ['DC0_DVPG0'] } },
    });
    const zone = await kube.create(VSphereDeploymentZone, { metadata: { name: 'z' }, spec: { server: vcenter.address, failureDomain: 'd', controlPlane: false } });
    const { cluster } = await declareCluster(harness, { failureDomainSelector: {} });
    await provision(harness, cluster);
    const offered = await until(VSphereCluster, keyOfName(CLUSTER), ({ status }) => status?.failureDomains !== undefined);
    expect(offered.status?.failureDomains).toEqual([{ name: 'z', controlPlane: false, attributes: { region: 'x', zone: 'x', datacenter: 'DC0' } }]);
    await until(VSphereDeploymentZone, { name: 'z' }, (object) => object.status?.ready === true);

    const { infrastructure } = await makeMachine(harness, 'prod-a', { folder: 'nowhere' }, { failureDomain: 'z' });
    const vm = await until(VSphereVM, keyOfName('prod-a'), (object) => conditionOf(object, 'Ready')?.reason === 'FolderNotFound');
    expect(vm.spec).toMatchObject({ datacenter: 'DC0', resourcePool: 'DC0_C0/Resources', network: { devices: [{ networkName: 'DC0_DVPG0' }] } });
    await kube.delete(VSphereMachine, infrastructure);
    await harness.untilGone(VSphereMachine, keyOfName('prod-a'));
    await kube.delete(VSphereDeploymentZone, zone);
    await until(VSphereDeploymentZone, { name: 'z' }, (object) => conditionOf(object, 'Ready')?.reason === 'InUse');
  });
});
