import { describe, expect, it } from '@jest/globals';
import { VSphereDeploymentZone, VSphereFailureDomain } from '@handoff/api';
import type { VSphereMachine } from '@handoff/api';
import { placedSpec } from './placement.js';

const spec: VSphereMachine['spec'] = {
  template: 'ubuntu', datacenter: 'DC0', folder: 'vm', datastore: 'old', resourcePool: 'pool', providerID: 'vsphere://x',
  naming: { template: '{{ .machine.name }}' },
  network: { devices: [{ networkName: 'a', dhcp4: true }, { networkName: 'b', dhcp4: true }] },
};
const area = { name: 'x', tagCategory: 'y', type: 'Datacenter' as const };

const placement = (topology: Record<string, unknown>, zone: Record<string, unknown> = {}): Parameters<typeof placedSpec>[1] => ({
  zone: VSphereDeploymentZone.parse({
    apiVersion: VSphereDeploymentZone.apiVersion, kind: 'VSphereDeploymentZone', metadata: { name: 'z' }, spec: { failureDomain: 'd', ...zone },
  }),
  domain: VSphereFailureDomain.parse({
    apiVersion: VSphereFailureDomain.apiVersion, kind: 'VSphereFailureDomain', metadata: { name: 'd' },
    spec: { region: area, zone: area, topology: { datacenter: 'DC1', ...topology } },
  }),
});

describe('where a machine goes', () => {
  it('is what its own spec says when it has no failure domain; what is not of the virtual machine stays behind', () => {
    const { naming: _, providerID: __, ...own } = spec;
    expect(placedSpec(spec, undefined)).toEqual(own);
  });

  it('is what the failure domain says, where that says something', () => {
    expect(placedSpec(spec, placement({ datastore: 'fast', computeCluster: 'C1', networks: ['n1'] }, { placementConstraint: { folder: 'zone' } })))
      .toMatchObject({
        datacenter: 'DC1', folder: 'zone', datastore: 'fast', resourcePool: 'C1/Resources',
        network: { devices: [{ networkName: 'n1', dhcp4: true }, { networkName: 'b', dhcp4: true }] },
      });
    expect(placedSpec(spec, placement({}))).toMatchObject({ datacenter: 'DC1', folder: 'vm', datastore: 'old', resourcePool: 'pool' });
  });

  it('is the pool of the zone rather than that of the compute cluster', () => {
    expect(placedSpec(spec, placement({ computeCluster: 'C1' }, { placementConstraint: { resourcePool: 'gold' } })).resourcePool).toBe('gold');
  });

  it('brings the settings of a network along', () => {
    const configured = placement({ networkConfigurations: [{ networkName: 'n1', dhcp4: false, nameservers: ['198.51.100.53'] }] });
    expect(placedSpec(spec, configured).network.devices[0]).toEqual({ networkName: 'n1', dhcp4: false, nameservers: ['198.51.100.53'] });
  });
});
