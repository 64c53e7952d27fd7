/** Field numbers of volumes and their sources. */
export const volumes: Readonly<Record<string, string>> = {
  'core.AWSElasticBlockStoreVolumeSource': 'volumeID:1:s fsType:2:s partition:3:i readOnly:4:t',
  'core.AttachedVolume': 'name:1:s devicePath:2:s',
  'core.AzureDiskVolumeSource': 'diskName:1:s diskURI:2:s cachingMode?:3:s fsType?:4:s readOnly?:5:t kind?:6:s',
  'core.AzureFilePersistentVolumeSource': 'secretName:1:s shareName:2:s readOnly:3:t secretNamespace?:4:s',
  'core.AzureFileVolumeSource': 'secretName:1:s shareName:2:s readOnly:3:t',
  'core.CSIPersistentVolumeSource':
    'driver:1:s volumeHandle:2:s readOnly:3:t fsType:4:s volumeAttributes:5:%s controllerPublishSecretRef?:6:SecretReference ' +
    'nodeStageSecretRef?:7:SecretReference nodePublishSecretRef?:8:SecretReference controllerExpandSecretRef?:9:SecretReference ' +
    'nodeExpandSecretRef?:10:SecretReference',
  'core.CSIVolumeSource': 'driver:1:s readOnly?:2:t fsType?:3:s volumeAttributes:4:%s nodePublishSecretRef?:5:LocalObjectReference',
  'core.CephFSPersistentVolumeSource': 'monitors:1:*s path:2:s user:3:s secretFile:4:s secretRef?:5:SecretReference readOnly:6:t',
  'core.CephFSVolumeSource': 'monitors:1:*s path:2:s user:3:s secretFile:4:s secretRef?:5:LocalObjectReference readOnly:6:t',
  'core.CinderPersistentVolumeSource': 'volumeID:1:s fsType:2:s readOnly:3:t secretRef?:4:SecretReference',
  'core.CinderVolumeSource': 'volumeID:1:s fsType:2:s readOnly:3:t secretRef?:4:LocalObjectReference',
  'core.ClusterTrustBundleProjection': 'name?:1:s signerName?:2:s labelSelector?:3:meta.LabelSelector path:4:s optional?:5:t',
  'core.ConfigMapEnvSource': '^:1:LocalObjectReference optional?:2:t',
  'core.ConfigMapProjection': '^:1:LocalObjectReference items:2:*KeyToPath optional?:4:t',
  'core.ConfigMapVolumeSource': '^:1:LocalObjectReference items:2:*KeyToPath defaultMode?:3:i optional?:4:t',
  'core.DownwardAPIProjection': 'items:1:*DownwardAPIVolumeFile',
  'core.DownwardAPIVolumeFile': 'path:1:s fieldRef?:2:ObjectFieldSelector resourceFieldRef?:3:ResourceFieldSelector mode?:4:i',
  'core.DownwardAPIVolumeSource': 'items:1:*DownwardAPIVolumeFile defaultMode?:2:i',
  'core.EmptyDirVolumeSource': 'medium:1:s sizeLimit?:2:Quantity',
  'core.EphemeralVolumeSource': 'volumeClaimTemplate?:1:PersistentVolumeClaimTemplate',
  'core.FCVolumeSource': 'targetWWNs:1:*s lun?:2:i fsType:3:s readOnly:4:t wwids:5:*s',
  'core.FlexPersistentVolumeSource': 'driver:1:s fsType:2:s secretRef?:3:SecretReference readOnly:4:t options:5:%s',
  'core.FlexVolumeSource': 'driver:1:s fsType:2:s secretRef?:3:LocalObjectReference readOnly:4:t options:5:%s',
  'core.FlockerVolumeSource': 'datasetName:1:s datasetUUID:2:s',
  'core.GCEPersistentDiskVolumeSource': 'pdName:1:s fsType:2:s partition:3:i readOnly:4:t',
  'core.GitRepoVolumeSource': 'repository:1:s revision:2:s directory:3:s',
  'core.GlusterfsPersistentVolumeSource': 'endpoints:1:s path:2:s readOnly:3:t endpointsNamespace?:4:s',
  'core.GlusterfsVolumeSource': 'endpoints:1:s path:2:s readOnly:3:t',
  'core.HostPathVolumeSource': 'path:1:s type?:2:s',
  'core.ISCSIPersistentVolumeSource':
    'targetPortal:1:s iqn:2:s lun:3:i iscsiInterface:4:s fsType:5:s readOnly:6:t portals:7:*s chapAuthDiscovery:8:t ' +
    'secretRef?:10:SecretReference chapAuthSession:11:t initiatorName?:12:s',
  'core.ISCSIVolumeSource':
    'targetPortal:1:s iqn:2:s lun:3:i iscsiInterface:4:s fsType:5:s readOnly:6:t portals:7:*s chapAuthDiscovery:8:t ' +
    'secretRef?:10:LocalObjectReference chapAuthSession:11:t initiatorName?:12:s',
  'core.ImageVolumeSource': 'reference:1:s pullPolicy:2:s',
  'core.ImageVolumeStatus': 'imageRef:1:s',
  'core.LocalVolumeSource': 'path:1:s fsType?:2:s',
  'core.ModifyVolumeStatus': 'targetVolumeAttributesClassName:1:s status:2:s',
  'core.NFSVolumeSource': 'server:1:s path:2:s readOnly:3:t',
  'core.PersistentVolume': 'metadata:1:meta.ObjectMeta spec:2:PersistentVolumeSpec status:3:PersistentVolumeStatus',
  'core.PersistentVolumeClaim': 'metadata:1:meta.ObjectMeta spec:2:PersistentVolumeClaimSpec status:3:PersistentVolumeClaimStatus',
  'core.PersistentVolumeClaimCondition': 'type:1:s status:2:s lastProbeTime:3:Time lastTransitionTime:4:Time reason:5:s message:6:s',
  'core.PersistentVolumeClaimSpec':
    'accessModes:1:*s resources:2:VolumeResourceRequirements volumeName:3:s selector?:4:meta.LabelSelector storageClassName?:5:s ' +
    'volumeMode?:6:s dataSource?:7:TypedLocalObjectReference dataSourceRef?:8:TypedObjectReference volumeAttributesClassName?:9:s',
  'core.PersistentVolumeClaimStatus':
    'phase:1:s accessModes:2:*s capacity:3:%Quantity conditions:4:*PersistentVolumeClaimCondition allocatedResources:5:%Quantity ' +
    'allocatedResourceStatuses:7:%s currentVolumeAttributesClassName?:8:s modifyVolumeStatus?:9:ModifyVolumeStatus',
  'core.PersistentVolumeClaimTemplate': 'metadata:1:meta.ObjectMeta spec:2:PersistentVolumeClaimSpec',
  'core.PersistentVolumeClaimVolumeSource': 'claimName:1:s readOnly:2:t',
  'core.PersistentVolumeSource':
    'gcePersistentDisk?:1:GCEPersistentDiskVolumeSource awsElasticBlockStore?:2:AWSElasticBlockStoreVolumeSource ' +
    'hostPath?:3:HostPathVolumeSource glusterfs?:4:GlusterfsPersistentVolumeSource nfs?:5:NFSVolumeSource ' +
    'rbd?:6:RBDPersistentVolumeSource iscsi?:7:ISCSIPersistentVolumeSource cinder?:8:CinderPersistentVolumeSource ' +
    'cephfs?:9:CephFSPersistentVolumeSource fc?:10:FCVolumeSource flocker?:11:FlockerVolumeSource ' +
    'flexVolume?:12:FlexPersistentVolumeSource azureFile?:13:AzureFilePersistentVolumeSource ' +
    'vsphereVolume?:14:VsphereVirtualDiskVolumeSource quobyte?:15:QuobyteVolumeSource azureDisk?:16:AzureDiskVolumeSource ' +
    'photonPersistentDisk?:17:PhotonPersistentDiskVolumeSource portworxVolume?:18:PortworxVolumeSource ' +
    'scaleIO?:19:ScaleIOPersistentVolumeSource local?:20:LocalVolumeSource storageos?:21:StorageOSPersistentVolumeSource ' +
    'csi?:22:CSIPersistentVolumeSource',
  'core.PersistentVolumeSpec':
    'capacity:1:%Quantity ^:2:PersistentVolumeSource accessModes:3:*s claimRef?:4:ObjectReference persistentVolumeReclaimPolicy:5:s ' +
    'storageClassName:6:s mountOptions:7:*s volumeMode?:8:s nodeAffinity?:9:VolumeNodeAffinity volumeAttributesClassName?:10:s',
  'core.PersistentVolumeStatus': 'phase:1:s message:2:s reason:3:s lastPhaseTransitionTime?:4:Time',
  'core.PhotonPersistentDiskVolumeSource': 'pdID:1:s fsType:2:s',
  'core.PodCertificateProjection':
    'signerName:1:s keyType:2:s maxExpirationSeconds?:3:i credentialBundlePath:4:s keyPath:5:s certificateChainPath:6:s ' +
    'userAnnotations:7:%s',
  'core.PortworxVolumeSource': 'volumeID:1:s fsType:2:s readOnly:3:t',
  'core.ProjectedVolumeSource': 'sources:1:*VolumeProjection defaultMode?:2:i',
  'core.QuobyteVolumeSource': 'registry:1:s volume:2:s readOnly:3:t user:4:s group:5:s tenant:6:s',
  'core.RBDPersistentVolumeSource':
    'monitors:1:*s image:2:s fsType:3:s pool:4:s user:5:s keyring:6:s secretRef?:7:SecretReference readOnly:8:t',
  'core.RBDVolumeSource': 'monitors:1:*s image:2:s fsType:3:s pool:4:s user:5:s keyring:6:s secretRef?:7:LocalObjectReference readOnly:8:t',
  'core.ScaleIOPersistentVolumeSource':
    'gateway:1:s system:2:s secretRef?:3:SecretReference sslEnabled:4:t protectionDomain:5:s storagePool:6:s storageMode:7:s ' +
    'volumeName:8:s fsType:9:s readOnly:10:t',
  'core.ScaleIOVolumeSource':
    'gateway:1:s system:2:s secretRef?:3:LocalObjectReference sslEnabled:4:t protectionDomain:5:s storagePool:6:s storageMode:7:s ' +
    'volumeName:8:s fsType:9:s readOnly:10:t',
  'core.SecretEnvSource': '^:1:LocalObjectReference optional?:2:t',
  'core.SecretProjection': '^:1:LocalObjectReference items:2:*KeyToPath optional?:4:t',
  'core.SecretVolumeSource': 'secretName:1:s items:2:*KeyToPath defaultMode?:3:i optional?:4:t',
  'core.ServiceAccountTokenProjection': 'audience:1:s expirationSeconds?:2:i path:3:s',
  'core.StorageOSPersistentVolumeSource': 'volumeName:1:s volumeNamespace:2:s fsType:3:s readOnly:4:t secretRef?:5:ObjectReference',
  'core.StorageOSVolumeSource': 'volumeName:1:s volumeNamespace:2:s fsType:3:s readOnly:4:t secretRef?:5:LocalObjectReference',
  'core.Volume': 'name:1:s ^:2:VolumeSource',
  'core.VolumeDevice': 'name:1:s devicePath:2:s',
  'core.VolumeMount': 'name:1:s readOnly:2:t mountPath:3:s subPath:4:s mountPropagation?:5:s subPathExpr:6:s recursiveReadOnly?:7:s',
  'core.VolumeMountStatus': 'name:1:s mountPath:2:s readOnly:3:t recursiveReadOnly?:4:s volumeStatus?:5:VolumeStatus',
  'core.VolumeNodeAffinity': 'required?:1:NodeSelector',
  'core.VolumeProjection':
    'secret?:1:SecretProjection downwardAPI?:2:DownwardAPIProjection configMap?:3:ConfigMapProjection ' +
    'serviceAccountToken?:4:ServiceAccountTokenProjection clusterTrustBundle?:5:ClusterTrustBundleProjection ' +
    'podCertificate?:6:PodCertificateProjection',
  'core.VolumeResourceRequirements': 'limits:1:%Quantity requests:2:%Quantity',
  'core.VolumeSource':
    'hostPath?:1:HostPathVolumeSource emptyDir?:2:EmptyDirVolumeSource gcePersistentDisk?:3:GCEPersistentDiskVolumeSource ' +
    'awsElasticBlockStore?:4:AWSElasticBlockStoreVolumeSource gitRepo?:5:GitRepoVolumeSource secret?:6:SecretVolumeSource ' +
    'nfs?:7:NFSVolumeSource iscsi?:8:ISCSIVolumeSource glusterfs?:9:GlusterfsVolumeSource ' +
    'persistentVolumeClaim?:10:PersistentVolumeClaimVolumeSource rbd?:11:RBDVolumeSource flexVolume?:12:FlexVolumeSource ' +
    'cinder?:13:CinderVolumeSource cephfs?:14:CephFSVolumeSource flocker?:15:FlockerVolumeSource downwardAPI?:16:DownwardAPIVolumeSource ' +
    'fc?:17:FCVolumeSource azureFile?:18:AzureFileVolumeSource configMap?:19:ConfigMapVolumeSource ' +
    'vsphereVolume?:20:VsphereVirtualDiskVolumeSource quobyte?:21:QuobyteVolumeSource azureDisk?:22:AzureDiskVolumeSource ' +
    'photonPersistentDisk?:23:PhotonPersistentDiskVolumeSource portworxVolume?:24:PortworxVolumeSource scaleIO?:25:ScaleIOVolumeSource ' +
    'projected?:26:ProjectedVolumeSource storageos?:27:StorageOSVolumeSource csi?:28:CSIVolumeSource ephemeral?:29:EphemeralVolumeSource ' +
    'image?:30:ImageVolumeSource',
  'core.VolumeStatus': 'image?:1:ImageVolumeStatus',
  'core.VsphereVirtualDiskVolumeSource': 'volumePath:1:s fsType:2:s storagePolicyName:3:s storagePolicyID:4:s',
};
