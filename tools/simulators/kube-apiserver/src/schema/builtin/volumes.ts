import { LabelSelector, ObjectMeta } from './meta.js';
import { LocalObjectReference, ObjectReference, SecretReference, TypedLocalObjectReference, TypedObjectReference, core } from './refs.js';
import { always, bool, int32, int64, list, mapOf, oneOf, or, quantities, quantity, str, strings } from './dsl.js';
import type { Schema } from '../types.js';

const KeyToPath = core('KeyToPath', 'One key of a map, and the file that it becomes.', { 'key!': str(), mode: int32(), 'path!': str() });
const keyed = { items: list(KeyToPath, 'The keys to project; all when empty.'), optional: bool('Whether the source may be absent.') };
const defaultMode = or(int32('Mode bits of the files.'), 420);

const fieldSelector: Schema = {
  ...core('ObjectFieldSelector', 'A field of the pod.', { apiVersion: or(str(), 'v1'), 'fieldPath!': str() }), 'x-kubernetes-map-type': 'atomic',
};
const resourceSelector: Schema = {
  ...core('ResourceFieldSelector', 'A resource of a container.', { containerName: str(), divisor: or(quantity(), '0'), 'resource!': str() }),
  'x-kubernetes-map-type': 'atomic',
};
export { fieldSelector as ObjectFieldSelector, resourceSelector as ResourceFieldSelector };

const DownwardAPIVolumeFile = core('DownwardAPIVolumeFile', 'A file that holds a field of the pod.', {
  fieldRef: fieldSelector, mode: int32(), 'path!': str(), resourceFieldRef: resourceSelector,
});

const VolumeProjection = core('VolumeProjection', 'One source that a projected volume draws from.', {
  configMap: core('ConfigMapProjection', 'Files from a ConfigMap.', { ...keyed, name: or(str(), '') }),
  secret: core('SecretProjection', 'Files from a Secret.', { ...keyed, name: or(str(), '') }),
  downwardAPI: core('DownwardAPIProjection', 'Files from fields of the pod.', { items: list(DownwardAPIVolumeFile) }),
  serviceAccountToken: core('ServiceAccountTokenProjection', 'A token of the service account.', {
    audience: str(), expirationSeconds: or(int64(), 3600), 'path!': str(),
  }),
  clusterTrustBundle: core('ClusterTrustBundleProjection', 'Trust anchors.', {
    labelSelector: LabelSelector, name: str(), optional: bool(), 'path!': str(), signerName: str(),
  }),
  podCertificate: core('PodCertificateProjection', 'A key and a certificate chain for the pod.', {
    certificateChainPath: str(), credentialBundlePath: str(), keyPath: str(), 'keyType!': str(), maxExpirationSeconds: int32(),
    'signerName!': str(), userAnnotations: mapOf(str()),
  }),
});

const accessMode = oneOf('ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod');
const claimResources = core('VolumeResourceRequirements', 'How much storage a claim asks for.', { limits: quantities(), requests: quantities() });

export const PersistentVolumeClaimSpec = core('PersistentVolumeClaimSpec', 'What a claim asks for.', {
  accessModes: list(accessMode, 'How the volume may be mounted.'),
  selector: LabelSelector,
  resources: always(claimResources),
  volumeName: str('Volume that the claim is bound to.'),
  storageClassName: str('Class to provision from.'),
  volumeMode: or(oneOf('Block', 'Filesystem'), 'Filesystem'),
  dataSource: TypedLocalObjectReference,
  dataSourceRef: TypedObjectReference,
  volumeAttributesClassName: str(),
});

const fs = { fsType: str('File system type to mount.'), readOnly: bool() };

const HostPath = core('HostPathVolumeSource', 'A file or directory of the node.', {
  'path!': str('Path on the node.'),
  type: or(oneOf('', 'BlockDevice', 'CharDevice', 'Directory', 'DirectoryOrCreate', 'File', 'FileOrCreate', 'Socket'), ''),
});

/** Sources that a pod's volume and a persistent volume describe alike. */
const shared = {
  awsElasticBlockStore: core('AWSElasticBlockStoreVolumeSource', 'A disk of AWS.', { ...fs, partition: int32(), 'volumeID!': str() }),
  azureDisk: core('AzureDiskVolumeSource', 'A disk of Azure.', {
    cachingMode: or(str(), 'ReadWrite'), 'diskName!': str(), 'diskURI!': str(), fsType: or(str(), 'ext4'), kind: or(str(), 'Shared'),
    readOnly: or(bool(), false),
  }),
  fc: core('FCVolumeSource', 'A Fibre Channel disk.', { ...fs, lun: int32(), targetWWNs: strings(), wwids: strings() }),
  flocker: core('FlockerVolumeSource', 'A Flocker volume.', { datasetName: str(), datasetUUID: str() }),
  gcePersistentDisk: core('GCEPersistentDiskVolumeSource', 'A disk of Google Cloud.', { ...fs, partition: int32(), 'pdName!': str() }),
  hostPath: HostPath,
  nfs: core('NFSVolumeSource', 'An NFS export.', { 'path!': str(), readOnly: bool(), 'server!': str() }),
  photonPersistentDisk: core('PhotonPersistentDiskVolumeSource', 'A Photon disk.', { fsType: str(), 'pdID!': str() }),
  portworxVolume: core('PortworxVolumeSource', 'A Portworx volume.', { ...fs, 'volumeID!': str() }),
  quobyte: core('QuobyteVolumeSource', 'A Quobyte volume.', {
    group: str(), readOnly: bool(), 'registry!': str(), tenant: str(), user: str(), 'volume!': str(),
  }),
  vsphereVolume: core('VsphereVirtualDiskVolumeSource', 'A virtual disk of vSphere.', {
    fsType: str(), storagePolicyID: str(), storagePolicyName: str(), 'volumePath!': str(),
  }),
};

/** Network storage, which refers to its Secret by name in a pod and by namespace and name in a persistent volume. */
const network = (secretRef: Schema, infix: '' | 'Persistent') => ({
  cephfs: core(`CephFS${infix}VolumeSource`, 'A CephFS file system.', {
    'monitors!': strings(), path: str(), readOnly: bool(), secretFile: str(), secretRef, user: str(),
  }),
  cinder: core(`Cinder${infix}VolumeSource`, 'A disk of OpenStack.', { ...fs, secretRef, 'volumeID!': str() }),
  flexVolume: core(`Flex${infix}VolumeSource`, 'A volume of a FlexVolume driver.', { 'driver!': str(), ...fs, options: mapOf(str()), secretRef }),
  iscsi: core(`ISCSI${infix}VolumeSource`, 'An iSCSI disk.', {
    chapAuthDiscovery: bool(), chapAuthSession: bool(), ...fs, initiatorName: str(), 'iqn!': str(), iscsiInterface: or(str(), 'default'),
    'lun!': int32(), portals: strings(), secretRef, 'targetPortal!': str(),
  }),
  rbd: core(`RBD${infix}VolumeSource`, 'A Ceph block device.', {
    ...fs, 'image!': str(), keyring: or(str(), '/etc/ceph/keyring'), 'monitors!': strings(), pool: or(str(), 'rbd'), secretRef,
    user: or(str(), 'admin'),
  }),
  scaleIO: core(`ScaleIO${infix}VolumeSource`, 'A ScaleIO volume.', {
    fsType: or(str(), 'xfs'), 'gateway!': str(), protectionDomain: str(), readOnly: bool(), 'secretRef!': secretRef, sslEnabled: bool(),
    storageMode: or(str(), 'ThinProvisioned'), storagePool: str(), 'system!': str(), volumeName: str(),
  }),
});

const storageos = { ...fs, volumeName: str(), volumeNamespace: str() };

/** A volume of a pod. */
export const Volume = core('Volume', 'Storage that containers of a pod can mount.', {
  'name!': str('Name, unique in the pod.'),
  ...shared,
  ...network(LocalObjectReference, ''),
  azureFile: core('AzureFileVolumeSource', 'A file share of Azure.', { readOnly: bool(), 'secretName!': str(), 'shareName!': str() }),
  configMap: core('ConfigMapVolumeSource', 'Files from a ConfigMap.', { ...keyed, defaultMode, name: or(str(), '') }),
  csi: core('CSIVolumeSource', 'An ephemeral volume of a CSI driver.', {
    'driver!': str(), ...fs, nodePublishSecretRef: LocalObjectReference, volumeAttributes: mapOf(str()),
  }),
  downwardAPI: core('DownwardAPIVolumeSource', 'Files from fields of the pod.', { defaultMode, items: list(DownwardAPIVolumeFile) }),
  emptyDir: core('EmptyDirVolumeSource', 'A directory that lives as long as the pod.', { medium: str(), sizeLimit: quantity() }),
  ephemeral: core('EphemeralVolumeSource', 'A claim that is made for the pod.', {
    volumeClaimTemplate: core('PersistentVolumeClaimTemplate', 'The claim to make.', {
      metadata: always(ObjectMeta), 'spec!': always(PersistentVolumeClaimSpec),
    }),
  }),
  gitRepo: core('GitRepoVolumeSource', 'A clone of a Git repository; no longer supported.', { directory: str(), 'repository!': str(), revision: str() }),
  glusterfs: core('GlusterfsVolumeSource', 'A Gluster volume.', { 'endpoints!': str(), 'path!': str(), readOnly: bool() }),
  image: core('ImageVolumeSource', 'The files of an OCI image.', { pullPolicy: oneOf('Always', 'IfNotPresent', 'Never'), reference: str() }),
  persistentVolumeClaim: core('PersistentVolumeClaimVolumeSource', 'A volume by its claim.', { 'claimName!': str(), readOnly: bool() }),
  projected: core('ProjectedVolumeSource', 'Several sources in one directory.', { defaultMode, sources: always(list(VolumeProjection)) }),
  secret: core('SecretVolumeSource', 'Files from a Secret.', { ...keyed, defaultMode, secretName: str() }),
  storageos: core('StorageOSVolumeSource', 'A StorageOS volume.', { ...storageos, secretRef: LocalObjectReference }),
});

/** The sources of a persistent volume. */
export const persistentSources = {
  ...shared,
  ...network(SecretReference, 'Persistent'),
  azureFile: core('AzureFilePersistentVolumeSource', 'A file share of Azure.', {
    readOnly: bool(), 'secretName!': str(), secretNamespace: str(), 'shareName!': str(),
  }),
  csi: core('CSIPersistentVolumeSource', 'A volume of a CSI driver.', {
    'driver!': str('Name of the driver.'), ...fs, volumeAttributes: mapOf(str()), 'volumeHandle!': str('What the driver knows the volume by.'),
    controllerExpandSecretRef: SecretReference, controllerPublishSecretRef: SecretReference, nodeExpandSecretRef: SecretReference,
    nodePublishSecretRef: SecretReference, nodeStageSecretRef: SecretReference,
  }),
  glusterfs: core('GlusterfsPersistentVolumeSource', 'A Gluster volume.', {
    'endpoints!': str(), endpointsNamespace: str(), 'path!': str(), readOnly: bool(),
  }),
  local: core('LocalVolumeSource', 'A disk or directory of one node.', { fsType: str(), 'path!': str() }),
  storageos: core('StorageOSPersistentVolumeSource', 'A StorageOS volume.', { ...storageos, secretRef: ObjectReference }),
};

export { accessMode };
