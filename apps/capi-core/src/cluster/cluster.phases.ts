import { Cluster } from '@handoff/api';
import type { ContractReference, KubeObject } from '@handoff/api';
import { takeOwnership } from '@handoff/contract-objects';
import { waitFor } from '@handoff/reconcile';
import type { Context, Phase } from '@handoff/reconcile';
import type { Contracted } from '../contract/contract-objects.js';
import type { ClusterDeps, ClusterScope } from './cluster.scope.js';

/** The infrastructure cluster belongs to its Cluster: by owner reference and label. */
export const ownInfrastructure = (deps: ClusterDeps): Phase<ClusterScope> =>
  async function ownInfrastructureCluster(scope, context) {
    const reference = scope.cluster.spec.infrastructureRef;
    if (reference === undefined) return undefined;
    if (scope.infrastructure === undefined)
      return waitFor('InfrastructureNotFound', `${describe(reference)} named by spec.infrastructureRef is not there yet: apply it`);
    scope.infrastructure = await own(deps, context, scope, scope.infrastructure);
    return undefined;
  };

/** The control plane belongs to its Cluster likewise. */
export const ownControlPlane = (deps: ClusterDeps): Phase<ClusterScope> =>
  async function ownClusterControlPlane(scope, context) {
    const reference = scope.cluster.spec.controlPlaneRef;
    if (reference === undefined) return undefined;
    if (scope.controlPlane === undefined)
      return waitFor('ControlPlaneNotFound', `${describe(reference)} named by spec.controlPlaneRef is not there yet: apply it`);
    scope.controlPlane = await own(deps, context, scope, scope.controlPlane);
    return undefined;
  };

async function own<View>({ kinds }: ClusterDeps, context: Context, scope: ClusterScope, part: Contracted<View>): Promise<Contracted<View>> {
  const kind = await kinds.of(groupKind(part.object));
  const controller = scope.cluster.spec.topology !== undefined;
  return {
    ...part,
    object: await takeOwnership(context.kube, kind, part.object, {
      owner: scope.cluster,
      controller,
      cluster: scope.cluster.metadata.name,
    }),
  };
}

/** The endpoint moves up from the infrastructure once it is provisioned; a user's own is left alone. */
export const adoptEndpoint: Phase<ClusterScope> = async (scope, context) => {
  const { cluster, infrastructure } = scope;
  if (infrastructure === undefined) return undefined;
  if (
    infrastructure.view.status?.initialization?.provisioned !== true &&
    cluster.status?.initialization?.infrastructureProvisioned !== true
  ) {
    const ready = infrastructure.view.status?.conditions?.find((entry) => entry.type === 'Ready');
    return waitFor(
      'WaitingForInfrastructure',
      `${infrastructure.object.kind} ${infrastructure.object.metadata.name} is not provisioned yet${ready === undefined || ready.message === '' ? '' : `: ${ready.message}`}`,
    );
  }
  const endpoint = infrastructure.view.spec?.controlPlaneEndpoint;
  const known = cluster.spec.controlPlaneEndpoint;
  if (known?.host !== undefined || endpoint === undefined || endpoint.host === '') return undefined;
  const { name, namespace, uid } = cluster.metadata;
  scope.cluster = await context.kube.apply(Cluster, { metadata: { name, namespace, uid }, spec: { controlPlaneEndpoint: endpoint } });
  return undefined;
};

/** The workload API is dialled when its first control-plane machine is up, and from then on looked after. */
export const dialWorkload = ({ connections }: ClusterDeps): Phase<ClusterScope> =>
  async function dialWorkloadCluster({ cluster, controlPlaneMachines, controlPlane }) {
    const isUp = controlPlaneMachines.some((machine) => machine.status?.initialization?.infrastructureProvisioned === true);
    const wasUp =
      cluster.status?.initialization?.controlPlaneInitialized === true ||
      controlPlane?.view.status?.initialization?.controlPlaneInitialized === true;
    if (isUp || wasUp) connections.dial(cluster.metadata);
    return Promise.resolve(undefined);
  };

/** Templates that the cluster's parts name belong to it: `clusterctl move` follows owner references only. */
export const ownTemplates = ({ kinds }: ClusterDeps): Phase<ClusterScope> =>
  async function ownClusterTemplates(scope, context) {
    const { cluster, deployments } = scope;
    const references = deployments.flatMap(({ spec: { template } }) =>
      [template.spec.infrastructureRef, template.spec.bootstrap.configRef ?? []].flat(),
    );
    const templates = [...references, ...controlPlaneTemplate(scope)];
    for (const reference of unique(templates)) {
      const kind = await kinds.of(reference);
      const template = await context
        .mirror(kind, () => [])
        .then((view) => view.get(`${cluster.metadata.namespace ?? ''}/${reference.name}`));
      // A missing template is the affair of who uses it: it says so on its own object.
      if (template !== undefined) await takeOwnership(context.kube, kind, template, { owner: cluster, cluster: cluster.metadata.name });
    }
    return undefined;
  };

/** The machine template of a control plane, where the contract has it. */
function controlPlaneTemplate({ controlPlane }: ClusterScope): ContractReference[] {
  const reference = controlPlane?.view.spec?.machineTemplate?.spec?.infrastructureRef;
  return reference === undefined ? [] : [reference];
}

const unique = (references: readonly ContractReference[]): ContractReference[] => [
  ...new Map(references.map((reference) => [describe(reference), reference])).values(),
];

const describe = ({ apiGroup, kind, name }: ContractReference): string => `${kind}.${apiGroup} ${name}`;

const groupKind = (object: KubeObject): { apiGroup: string; kind: string } => ({
  apiGroup: object.apiVersion.split('/')[0] ?? '',
  kind: object.kind,
});
