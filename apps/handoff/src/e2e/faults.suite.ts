import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ClusterObjects } from '../fleet/fleet.js';
import { isReady } from '../fleet/phases.js';
import { whyCluster } from '../fleet/why.js';
import type { Blocker } from '../fleet/why.js';
import { House } from './house.js';
import type { LayGround } from './house.js';

const TOKEN = 'abcdef.0123456789abcdef';
const ABSENT = 'ubuntu-2404-kube-v1.33.1';

/** A cluster that is ready, and two more MachineDeployments that can come to nothing: over whatever ground. */
export function faults(ground: string, lay: LayGround, network: string): void {
  describe(`${ground}: faults`, () => { twoFaults(lay, `${network}.1`); });
}

function twoFaults(lay: LayGround, network: string): void {
  let house: House;
  beforeAll(async () => {
    house = await House.start(lay, network, ['staging']);
    await house.follow();
    await house.untilReady('staging', 60);
    await house.derive('staging', 'machinedeployment.yaml', 'wrong-token.yaml', (text) => named(text, 'wrong-token')
      .replace('joinConfiguration:\n', `joinConfiguration:\n        discovery: { bootstrapToken: { token: ${TOKEN}, apiServerEndpoint: "${network}.11:6443", unsafeSkipCAVerification: true } }\n`));
    await house.derive('staging', 'machinedeployment.yaml', 'wrong-template.yaml', (text) => named(text, 'wrong-template').replace('template: ubuntu-2204-kube-v1.33.1', `template: ${ABSENT}`));
    await house.repository.commit('Two pools that cannot come up');
    await house.until('both faults are told of', () => blockers(house).length === 2 && blockers(house).some(({ object }) => object.startsWith('Machine/wrong-token-')), 40);
  }, 120_000);
  afterAll(() => house[Symbol.asyncDispose]());

  it('names a wrong bootstrap token in kubeadm\'s own words on the Machine, with the template to correct', () => {
    const fault = blockers(house).find(({ reason }) => reason === 'BootstrapFailed');
    expect(fault).toMatchObject({ object: expect.stringMatching(/^Machine\/wrong-token-/), severity: 'problem' });
    expect(fault?.message).toContain('token id "abcdef" is invalid for this cluster or it has expired');
    expect(fault?.fix).toContain('KubeadmConfigTemplate wrong-token');
    expect(fault?.fix).toContain('MachineDeployment wrong-token spec.template.spec.bootstrap.configRef');
  });

  it('names a template that vCenter does not have, those that it has, and where to name another', () => {
    const fault = blockers(house).find(({ reason }) => reason === 'TemplateNotFound');
    expect(fault).toMatchObject({ path: expect.arrayContaining(['MachineDeployment/wrong-template']), severity: 'problem' });
    expect(fault?.message).toContain(`"${ABSENT}" not found in datacenter DC0`);
    expect(fault?.message).toContain('ubuntu-2204-kube-v1.33.1');
    expect(fault?.fix).toContain('MachineDeployment wrong-template spec.template.spec.infrastructureRef (now wrong-template)');
  });

  it('leaves the rest of the cluster unharmed', () => {
    expect(runningOf(house.cluster('staging'))).toEqual(['staging', 'staging-workers']);
  });

  it('recovers when a commit names a corrected template, and when vCenter gets the one that was absent', async () => {
    const replaced = house.cluster('staging').machines.filter(({ metadata }) => metadata.name.startsWith('wrong-token-'));
    await house.derive('staging', 'wrong-token.yaml', 'wrong-token.yaml', (text) => corrected(text));
    await house.repository.commit('Join with a token of the cluster\'s own');
    await house.vcenter.addTemplate(ABSENT);
    await house.until('everything is ready', () => isReady(house.cluster('staging')) && runningOf(house.cluster('staging')).length === 4, 60);
    expect(replaced).toHaveLength(1);
    const names = house.cluster('staging').machines.map(({ metadata }) => metadata.name);
    expect(names).not.toContain(replaced[0]?.metadata.name);
    expect(await house.vcenter.machines()).toHaveLength(4);
  }, 70_000);
}

const blockers = (house: House): readonly Blocker[] => whyCluster(house.cluster('staging')).blockers.filter(({ severity }) => severity === 'problem');

const named = (text: string, name: string): string => text.replaceAll('staging-workers', name);

/** Takes the token out of the bootstrap template, which does not change under its old name. */
const corrected = (text: string): string => text
  .replace(/\n +discovery: .*\n/, '\n')
  .replace(/(kind: KubeadmConfigTemplate\n\s*(?:metadata:\n\s+)?name: wrong-token)/g, '$1-2');

/** Whose Machines run. */
function runningOf({ machines }: ClusterObjects): string[] {
  const running = machines.filter(({ status }) => status?.phase === 'Running');
  return [...new Set(running.map(({ metadata }) => metadata.labels?.['cluster.x-k8s.io/deployment-name'] ?? metadata.labels?.['cluster.x-k8s.io/cluster-name'] ?? ''))].sort();
}
