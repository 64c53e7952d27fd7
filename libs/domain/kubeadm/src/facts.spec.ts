import { describe, expect, it } from '@jest/globals';
import { Cluster } from '@handoff/api';
import { clusterFacts, hostPort } from './index.js';

const cluster = (spec: object): Cluster => Cluster.parse({ apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Cluster', metadata: { name: 'demo' }, spec });

describe('the facts of a cluster', () => {
  it('are read off the Cluster', () => {
    const spec = {
      clusterNetwork: { apiServerPort: 8443, serviceDomain: 'k.test', pods: { cidrBlocks: ['192.168.0.0/16', '2001:db8::/56'] }, services: { cidrBlocks: ['10.0.0.0/12'] } },
      controlPlaneEndpoint: { host: '2001:db8::1', port: 6443 },
    };
    expect(clusterFacts(cluster(spec), 'v1.33.1')).toEqual({
      clusterName: 'demo', version: 'v1.33.1', controlPlaneEndpoint: '[2001:db8::1]:6443', serviceSubnet: '10.0.0.0/12', podSubnet: '192.168.0.0/16,2001:db8::/56', dnsDomain: 'k.test', apiServerPort: 8443,
    });
  });

  it('are absent where the Cluster is silent', () => {
    expect(clusterFacts(cluster({ paused: false }), 'v1.33.1')).toEqual({ clusterName: 'demo', version: 'v1.33.1' });
    expect(hostPort('demo.test', 6443)).toBe('demo.test:6443');
  });
});
