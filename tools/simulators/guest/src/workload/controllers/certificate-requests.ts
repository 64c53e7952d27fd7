import { CertificateSigningRequest } from '@handoff/api';
import type { Authority } from '@handoff/pki';

import { signRequest, type RequestSigner } from '../../system/certificate-request.js';
import type { ClusterApi } from '../cluster-api.js';
import { on, splitKey, type WorkloadController } from '../control-loop.js';

const kubeletClient = 'kubernetes.io/kube-apiserver-client-kubelet';
const approvedGroups = ['system:bootstrappers:kubeadm:default-node-token', 'system:nodes'];

/** Approves what joining nodes and nodes ask for, and signs every approved request for a kubelet's client certificate. */
export function certificateRequests(authority: Authority, signer: RequestSigner, now: () => string): WorkloadController {
  return {
    name: 'certificate-requests',
    wakes: [on(CertificateSigningRequest, (request) => [`/${request.metadata.name}`])],
    reconcile: async (key, api) => {
      const { name } = splitKey(key);
      const request = await api.get(CertificateSigningRequest, undefined, name);
      if (request?.spec.signerName !== kubeletClient || request.status?.certificate !== undefined) return;
      const verdict = (request.status?.conditions ?? []).find(({ type }) => type === 'Approved' || type === 'Denied');
      if (verdict?.type === 'Denied') return;
      if (verdict === undefined) {
        if ((request.spec.groups ?? []).some((group) => approvedGroups.includes(group))) await approve(request, api, now());
        return;
      }
      const certificate = await signRequest(Buffer.from(request.spec.request, 'base64').toString('utf8'), authority, signer);
      const encoded = Buffer.from(certificate, 'utf8').toString('base64');
      await api.update(CertificateSigningRequest, { ...request, status: { ...request.status, certificate: encoded } }, 'status');
    },
  };
}

async function approve(request: CertificateSigningRequest, api: ClusterApi, time: string): Promise<void> {
  const condition = {
    type: 'Approved',
    status: 'True',
    reason: 'AutoApproved',
    message: 'Auto approving kubelet client certificate after SubjectAccessReview.',
    lastUpdateTime: time,
    lastTransitionTime: time,
  };
  await api.update(
    CertificateSigningRequest,
    { ...request, status: { ...request.status, conditions: [...(request.status?.conditions ?? []), condition] } },
    'approval',
  );
}
