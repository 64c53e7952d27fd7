import { describe, expect, it } from '@jest/globals';
import { merged } from './kubeadm-config-map.js';

describe('ConfigMap kubeadm-config before a rollout', () => {
  const live = {
    apiVersion: 'kubeadm.k8s.io/v1beta3', kubernetesVersion: 'v1.30.0', certificatesDir: '/etc/kubernetes/pki', networking: { podSubnet: '10.0.0.0/8' },
    apiServer: { extraArgs: { v: '2' }, timeoutForControlPlane: '4m0s' },
  };
  it('takes version and components as declared and keeps what kubeadm decided', () => {
    const taken = { apiVersion: 'kubeadm.k8s.io/v1beta4', kubernetesVersion: 'v1.33.1', apiServer: { extraArgs: [{ name: 'v', value: '4' }] } };
    expect(merged(live, { ...taken, networking: { podSubnet: 'other' } })).toEqual({ ...live, ...taken });
  });

  it('drops a section that is declared no more', () => {
    expect(merged(live, { apiVersion: live.apiVersion, kubernetesVersion: live.kubernetesVersion })).not.toHaveProperty('apiServer');
  });
});
