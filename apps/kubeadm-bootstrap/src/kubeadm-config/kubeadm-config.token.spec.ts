import { describe, expect, it } from '@jest/globals';
import { Secret } from '@handoff/api';
import { bootstrapData } from '@handoff/kubeadm';
import { secretData } from '../cluster-secrets/secrets.js';
import { tokenIn } from './kubeadm-config.token.js';

const token = 'abcdef.0123456789abcdef';
const other = 'zzzzzz.zzzzzzzzzzzzzzzz';
const secret = (value: string): Secret => Secret.parse({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'worker' }, data: secretData({ value }) });
const join = { token, caCertHashes: [`sha256:${'a'.repeat(64)}`], apiServerEndpoint: '192.0.2.1:6443' };
const facts = { clusterName: 'demo', version: 'v1.33.1', controlPlaneEndpoint: '192.0.2.1:6443' };

describe('the token of bootstrap data', () => {
  it('is read back from the kubeadm document', () => {
    expect(tokenIn(secret(bootstrapData({ role: 'join-worker', spec: {}, facts, join }).value))).toBe(token);
  });

  it('is not mistaken for another that stands in a file of the user\'s', () => {
    const files = [{ path: '/etc/notes', content: `path: /run/kubeadm/kubeadm-join-config.yaml\ntoken: ${other}\n` }];
    const discovery = { tlsBootstrapToken: other };
    expect(tokenIn(secret(bootstrapData({ role: 'join-worker', spec: { files, joinConfiguration: { discovery } }, facts, join }).value))).toBe(token);
  });

  it('is none in what is not data to join with', () => {
    expect(tokenIn(secret('#cloud-config\n'))).toBeUndefined();
  });
});
