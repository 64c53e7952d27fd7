/** Where a file's objects go: the management cluster, or a workload cluster by name. */
export type Target = { readonly kind: 'management' } | { readonly kind: 'workload'; readonly cluster: string };

export const MANAGEMENT: Target = { kind: 'management' };

/**
 * A change under `applications/<application>/<cluster>/` concerns that workload cluster; everything else the management cluster.
 * That is the layout of the GitOps repository; a flat one has no such folder.
 */
export function targetOf(file: string): Target {
  const match = /(?:^|\/)applications\/[^/]+\/([^/]+)\//.exec(file);
  return match?.[1] === undefined ? MANAGEMENT : { kind: 'workload', cluster: match[1] };
}
