import { describe, expect, it } from '@jest/globals';
import { effectiveKubeadmControlPlane } from '@handoff/api';
import { aConfig, aControlPlane, aMachine, anInfrastructure } from '../testing/objects.js';
import { configSpec } from './control-plane.machines.js';
import { whyOutdated } from './control-plane.outdated.js';
import type { MemberParts } from './control-plane.outdated.js';

const NOW = Date.parse('2026-02-01T00:00:00Z');
const nodeRegistration = { kubeletExtraArgs: [{ name: 'cloud-provider', value: 'external' }] };
const kubeadm = {
  clusterConfiguration: { apiServer: { extraArgs: [{ name: 'v', value: '2' }] } },
  initConfiguration: { nodeRegistration },
  joinConfiguration: { nodeRegistration },
  preKubeadmCommands: ['hostname'],
};
const joined = aConfig('a', configSpec(kubeadm, true));
const first = aConfig('a', configSpec(kubeadm, false));

const why = (spec: object, parts: Partial<MemberParts>): string => whyOutdated(
  effectiveKubeadmControlPlane(aControlPlane(spec)), { machine: aMachine('a'), config: undefined, infrastructure: undefined, ...parts }, NOW,
).join(';');

describe('a Machine is as declared', () => {
  it.each([
    ['right after it was made by joining', { kubeadmConfigSpec: kubeadm }, { config: joined, infrastructure: anInfrastructure('a', 'demo-template') }],
    ['right after it was made to initialize', { kubeadmConfigSpec: kubeadm }, { config: first }],
    ['while its parts are still to be made', { kubeadmConfigSpec: kubeadm }, {}],
    ['when only initConfiguration changed and it joined', { kubeadmConfigSpec: { ...kubeadm, initConfiguration: { skipPhases: ['x'] } } }, { config: joined }],
    ['when only joinConfiguration changed and it initialized', { kubeadmConfigSpec: { ...kubeadm, joinConfiguration: { skipPhases: ['x'] } } }, { config: first }],
    ['whatever its discovery was', { kubeadmConfigSpec: kubeadm }, {
      config: aConfig('a', { ...configSpec(kubeadm, true), joinConfiguration: { ...kubeadm.joinConfiguration, discovery: { bootstrapToken: { token: 'abcdef.0123456789abcdef' } } } }),
    }],
    ['when an empty part stands where there was none', { kubeadmConfigSpec: kubeadm }, { config: aConfig('a', { ...configSpec(kubeadm, true), format: 'cloud-config' }) }],
    ['when rollout.after lies ahead', { rollout: { after: '2026-03-01T00:00:00Z' } }, {}],
    ['when it was made after rollout.after', { rollout: { after: '2025-12-01T00:00:00Z' } }, {}],
  ])('%s', (_name, spec, parts) => { expect(why(spec, parts)).toBe(''); });
});

describe('a Machine is outdated', () => {
  it.each([
    ['when the version changed', { version: 'v1.34.0' }, {}, 'version v1.33.1, v1.34.0 is wanted'],
    ['when clusterConfiguration changed', { kubeadmConfigSpec: { ...kubeadm, clusterConfiguration: {} } }, { config: joined }, 'spec.kubeadmConfigSpec changed'],
    ['when taints were made empty, which is not the same as none', {
      kubeadmConfigSpec: { ...kubeadm, joinConfiguration: { nodeRegistration: { ...nodeRegistration, taints: [] } } },
    }, { config: joined }, 'spec.kubeadmConfigSpec changed'],
    ['when another template is named', {}, { infrastructure: anInfrastructure('a', 'older') },
      'made from VSphereMachineTemplate.infrastructure.cluster.x-k8s.io older, VSphereMachineTemplate.infrastructure.cluster.x-k8s.io demo-template is wanted'],
    ['when rollout.after has passed', { rollout: { after: '2026-01-15T00:00:00Z' } }, {}, 'spec.rollout.after 2026-01-15T00:00:00Z has passed'],
  ])('%s', (_name, spec, parts, expected) => { expect(why(spec, parts)).toBe(expected); });

  it('when its certificates end within the declared time', () => {
    const machine = aMachine('a');
    machine.metadata.annotations = { 'machine.cluster.x-k8s.io/certificates-expiry': '2026-02-10T00:00:00Z' };
    expect(why({ rollout: { before: { certificatesExpiryDays: 21 } } }, { machine })).toContain('certificates expire at 2026-02-10');
    expect(why({ rollout: { before: { certificatesExpiryDays: 7 } } }, { machine })).toBe('');
  });
});
