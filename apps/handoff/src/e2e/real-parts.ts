/** What the real end-to-end suites stand on. */
export const everyPart = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kubectl', 'vcsim', 'nats-server', 'redis-server'] as const;
