/** The control plane has not written the cluster's kubeconfig Secret yet. */
export class KubeconfigMissing extends Error {
  override readonly name = 'KubeconfigMissing';
  readonly code = 'KubeconfigMissing';
  readonly retryable = true;
}

/** The kubeconfig Secret does not hold a kubeconfig. */
export class KubeconfigUnusable extends Error {
  override readonly name = 'KubeconfigUnusable';
  readonly code = 'KubeconfigUnusable';
  readonly retryable = true;
}
