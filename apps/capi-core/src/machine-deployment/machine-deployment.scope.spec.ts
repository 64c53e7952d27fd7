import { KubeadmConfigTemplate, VSphereMachineTemplate } from '@handoff/api';
import { describe, expect, it } from '@jest/globals';
import { aDeployment, reference } from '../testing/objects.js';
import { templateHash } from './machine-deployment.scope.js';

const before = templateHash(aDeployment());

describe('the hash of a template', () => {
  it.each<[string, object]>([
    ['the version', { version: 'v1.34.0' }],
    ['the bootstrap template', { bootstrap: { configRef: reference(KubeadmConfigTemplate, 'others') } }],
    ['a Secret in place of the bootstrap template', { bootstrap: { dataSecretName: 'by-hand' } }],
    ['the infrastructure template', { infrastructureRef: reference(VSphereMachineTemplate, 'others') }],
    ['the failure domain', { failureDomain: 'rack-2' }],
  ])('changes with %s', (_, spec) => {
    expect(templateHash(aDeployment(spec))).not.toBe(before);
  });

  it.each<[string, object, object]>([
    ['labels of the Machines', {}, { labels: { team: 'a' } }],
    ['annotations of the Machines', {}, { annotations: { note: 'a' } }],
    ['minReadySeconds', { minReadySeconds: 30 }, {}],
    ['time limits of the deletion', { deletion: { nodeDrainTimeoutSeconds: 60 } }, {}],
    ['readiness gates', { readinessGates: [{ conditionType: 'Scanned' }] }, {}],
    ['taints', { taints: [{ key: 'gpu', effect: 'NoSchedule', propagation: 'Always' }] }, {}],
    ['the order in which a reference was written', {
      infrastructureRef: { name: 'workers', kind: VSphereMachineTemplate.kind, apiGroup: VSphereMachineTemplate.group },
    }, {}],
  ])('does not change with %s', (_, spec, metadata) => {
    expect(templateHash(aDeployment(spec, metadata))).toBe(before);
  });

  it('tells two Secrets of bootstrap data apart', () => {
    const [one, other] = ['one', 'other'].map((dataSecretName) => templateHash(aDeployment({ bootstrap: { dataSecretName } })));
    expect(one).not.toBe(other);
  });

  it('fits into a label and a name', () => {
    expect(before).toMatch(/^[0-9a-f]{10}$/);
  });
});
