import type { BootstrapToken, ClusterConfiguration, Etcd, KubeadmConfigSpec } from '@handoff/api';
import { InvalidFieldError } from '../errors.js';
import type { ClusterFacts } from '../facts.js';
import { checkBootstrapToken } from '../token.js';
import { dialectFor, kubernetesVersion } from './dialect.js';
import type { Dialect } from './dialect.js';
import { days, fields, seconds, section } from './fields.js';
import type { Fields } from './fields.js';
import { component, localAPIEndpoint, nodeRegistration, timeouts } from './node.js';

/** `ClusterConfiguration` and `InitConfiguration` for the first control-plane node. @throws InvalidFieldError, UnsupportedVersionError */
export function initDocuments(spec: KubeadmConfigSpec, facts: ClusterFacts): readonly [cluster: Fields, init: Fields] {
  const dialect = dialectFor(facts.version);
  return [clusterDocument(dialect, spec, facts), initDocument(dialect, spec, facts)];
}

function clusterDocument(dialect: Dialect, spec: KubeadmConfigSpec, facts: ClusterFacts): Fields {
  const given: ClusterConfiguration = spec.clusterConfiguration ?? {};
  const path = 'clusterConfiguration';
  const apiServerTimeout = spec.initConfiguration?.timeouts?.controlPlaneComponentHealthCheckSeconds;
  return fields({
    apiVersion: dialect.apiVersion,
    kind: 'ClusterConfiguration',
    clusterName: facts.clusterName,
    kubernetesVersion: kubernetesVersion(facts.version).text,
    controlPlaneEndpoint: given.controlPlaneEndpoint ?? facts.controlPlaneEndpoint,
    networking: section({ serviceSubnet: facts.serviceSubnet, podSubnet: facts.podSubnet, dnsDomain: facts.dnsDomain }),
    apiServer: section({
      ...component(dialect, given.apiServer, `${path}.apiServer`),
      certSANs: given.apiServer?.certSANs,
      timeoutForControlPlane: dialect.has.timeouts ? undefined : seconds(apiServerTimeout),
    }),
    controllerManager: section(component(dialect, given.controllerManager, `${path}.controllerManager`)),
    scheduler: section(component(dialect, given.scheduler, `${path}.scheduler`)),
    etcd: etcd(dialect, given.etcd, `${path}.etcd`),
    dns: section({ imageRepository: given.dns?.imageRepository, imageTag: given.dns?.imageTag }),
    certificatesDir: given.certificatesDir,
    imageRepository: given.imageRepository,
    featureGates: given.featureGates,
    encryptionAlgorithm: dialect.newer(given.encryptionAlgorithm, `${path}.encryptionAlgorithm`),
    certificateValidityPeriod: dialect.newer(days(given.certificateValidityPeriodDays), `${path}.certificateValidityPeriodDays`),
    caCertificateValidityPeriod: dialect.newer(days(given.caCertificateValidityPeriodDays), `${path}.caCertificateValidityPeriodDays`),
  });
}

function etcd(dialect: Dialect, given: Etcd | undefined, path: string): Fields | undefined {
  if (given === undefined) return undefined;
  const { local, external } = given;
  if (local !== undefined && external !== undefined) {
    throw new InvalidFieldError(path, 'local and external are both set', 'keep one of them');
  }
  return section({
    external: external && fields(external),
    local:
      local &&
      section({
        imageRepository: local.imageRepository,
        imageTag: local.imageTag,
        dataDir: local.dataDir,
        extraArgs: dialect.extraArgs(local.extraArgs),
        extraEnvs: dialect.extraEnvs(local.extraEnvs, `${path}.local.extraEnvs`),
        serverCertSANs: local.serverCertSANs,
        peerCertSANs: local.peerCertSANs,
      }),
  });
}

function initDocument(dialect: Dialect, spec: KubeadmConfigSpec, facts: ClusterFacts): Fields {
  const given = spec.initConfiguration ?? {};
  const path = 'initConfiguration';
  return fields({
    apiVersion: dialect.apiVersion,
    kind: 'InitConfiguration',
    bootstrapTokens: given.bootstrapTokens?.map((token, index) => bootstrapToken(token, `${path}.bootstrapTokens[${index}]`)),
    nodeRegistration: nodeRegistration(dialect, given.nodeRegistration, `${path}.nodeRegistration`),
    localAPIEndpoint: localAPIEndpoint(given.localAPIEndpoint, facts.apiServerPort),
    skipPhases: given.skipPhases,
    patches: section({ directory: given.patches?.directory }),
    timeouts: timeouts(dialect, given.timeouts, `${path}.timeouts`, 'controlPlaneComponentHealthCheckSeconds'),
  });
}

function bootstrapToken(given: BootstrapToken, path: string): Fields {
  if (given.expires !== undefined) {
    // kubeadm gives every token a lifetime before it checks that there is not an end as well: it refuses any file with `expires`.
    throw new InvalidFieldError(`${path}.expires`, 'kubeadm takes no configuration file with it', 'use ttlSeconds');
  }
  return fields({
    token: checkBootstrapToken(given.token, `${path}.token`),
    description: given.description,
    ttl: seconds(given.ttlSeconds),
    usages: given.usages,
    groups: given.groups,
  });
}
