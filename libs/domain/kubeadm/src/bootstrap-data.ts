import type { KubeadmConfigSpec } from '@handoff/api';
import {
  certificateFiles, discoveryFiles, kubeadmFile, kubeadmInitPath, kubeadmJoinPath, placeholderFile, sentinelPath,
} from './bootstrap-files.js';
import type { NodeCertificates } from './bootstrap-files.js';
import { cloudConfig } from './cloud-init/cloud-config.js';
import { resolveFiles, resolveUsers } from './cloud-init/contents.js';
import type { ContentLookup, ResolvedFile } from './cloud-init/contents.js';
import { checkJinja } from './cloud-init/jinja.js';
import { initDocuments } from './documents/init.js';
import { joinDocument } from './documents/join.js';
import { IgnitionNotSupportedError } from './errors.js';
import type { ClusterFacts, JoinFacts } from './facts.js';
import { yamlDocuments } from './yaml.js';

interface CommonRequest {
  readonly spec: KubeadmConfigSpec;
  readonly facts: ClusterFacts;
  /** Answers the spec's `contentReferences`. Needed only when there are any. */
  readonly contents?: ContentLookup;
  /** For files with `contentFormat: Template`; the Machine's own version for a control-plane node. */
  readonly controlPlaneVersion?: string;
}

/** What a node needs depends on what it is to be. */
export type BootstrapRequest = CommonRequest &
  (
    | { readonly role: 'init'; readonly certificates: NodeCertificates }
    | { readonly role: 'join-control-plane'; readonly certificates: NodeCertificates; readonly join: JoinFacts }
    | { readonly role: 'join-worker'; readonly join: JoinFacts }
  );

/** The two values of a bootstrap Secret: `format` and `value`. Contains keys and tokens. */
export interface BootstrapData {
  readonly format: 'cloud-config';
  readonly value: string;
}

/**
 * Turns a KubeadmConfigSpec into the user data of one host.
 * @throws KubeadmError of a kind that names the field and the fix: InvalidField, UnsupportedVersion, MissingContent, MissingCertificate,
 * IgnitionNotSupported
 */
export function bootstrapData(request: BootstrapRequest): BootstrapData {
  const { spec, contents = () => undefined, controlPlaneVersion } = request;
  if (spec.format === 'ignition') throw new IgnitionNotSupportedError();
  const { ownFiles, kubeadm, command } = roleParts(request);
  for (const field of ['bootCommands', 'preKubeadmCommands', 'postKubeadmCommands'] as const) {
    spec[field]?.forEach((text, index) => checkJinja(text, `${field}[${index}]`));
  }
  const value = cloudConfig({
    files: [...ownFiles, ...resolveFiles(spec.files ?? [], contents, controlPlaneVersion), kubeadm, placeholderFile()],
    bootCommands: spec.bootCommands ?? [],
    commands: [...(spec.preKubeadmCommands ?? []), `${command} && echo success > ${sentinelPath}`, ...(spec.postKubeadmCommands ?? [])],
    users: resolveUsers(spec.users ?? [], contents),
    mounts: spec.mounts ?? [],
    ...(spec.ntp === undefined ? {} : { ntp: spec.ntp }),
    ...(spec.diskSetup === undefined ? {} : { diskSetup: spec.diskSetup }),
  });
  checkJinja(value, 'spec'); // whatever is left: a user's name, a mount, a kubelet argument
  return { format: 'cloud-config', value };
}

interface RoleParts {
  /** Written before the user's files, so that a user's file at the same path wins, as upstream. */
  readonly ownFiles: readonly ResolvedFile[];
  readonly kubeadm: ResolvedFile;
  readonly command: string;
}

function roleParts(request: BootstrapRequest): RoleParts {
  const { spec, facts } = request;
  const verbosity = spec.verbosity === undefined ? '' : ` --v ${spec.verbosity}`;
  if (request.role === 'init') {
    return {
      ownFiles: certificateFiles(spec, request.certificates),
      kubeadm: kubeadmFile(kubeadmInitPath, yamlDocuments(initDocuments(spec, facts))),
      command: `kubeadm init --config ${kubeadmInitPath}${verbosity}`,
    };
  }
  const controlPlane = request.role === 'join-control-plane';
  return {
    ownFiles: [...(controlPlane ? certificateFiles(spec, request.certificates) : []), ...discoveryFiles(spec, request.join)],
    kubeadm: kubeadmFile(kubeadmJoinPath, yamlDocuments([joinDocument(spec, facts, request.join, controlPlane)])),
    command: `kubeadm join --config ${kubeadmJoinPath}${verbosity}`,
  };
}
