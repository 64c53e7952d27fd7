import { Datastore } from '../model/entities.js';
import { ManagedObject } from '../model/managed-object.js';
import { MoRef } from '../model/moref.js';
import { invalidArgument } from '../soap/faults.js';
import { handler } from '../soap/handler.js';
import type { Call, Handler } from '../soap/handler.js';
import type { SoapEndpoint } from '../soap/service.js';
import { VirtualMachine } from '../vm/virtual-machine.js';

/** vSAN's own policy, by the id that it has in every vCenter. */
const vsanDefaultId = 'aa6d5a82-1c88-45da-85d3-3d74b91a5bad';

class PbmServiceInstance extends ManagedObject {}
class PbmProfileManager extends ManagedObject {}
class PbmPlacementSolver extends ManagedObject {}

const serviceInstance = new PbmServiceInstance(new MoRef('PbmServiceInstance', 'ServiceInstance'));
const profileManager = new PbmProfileManager(new MoRef('PbmProfileProfileManager', 'ProfileManager'));
const placementSolver = new PbmPlacementSolver(new MoRef('PbmPlacementSolver', 'placementSolver'));

interface ProfileId {
  readonly uniqueId: string;
}

interface ServerObject {
  readonly objectType: string;
  readonly key: string;
}

interface Hub {
  readonly hubType: string;
  readonly hubId: string;
}

interface Requirements {
  readonly hubsToSearch?: readonly Hub[];
  readonly placementSubjectRequirement?: readonly { readonly profileId?: ProfileId }[];
}

function serviceContent(call: Call) {
  return {
    aboutInfo: { name: 'PBM', version: '2.0', instanceUuid: call.vcenter.instanceUuid },
    sessionManager: new MoRef('PbmSessionManager', 'SessionManager'),
    capabilityMetadataManager: new MoRef('PbmCapabilityMetadataManager', 'CapabilityMetadataManager'),
    profileManager: profileManager.ref,
    complianceManager: new MoRef('PbmComplianceManager', 'complianceManager'),
    placementSolver: placementSolver.ref,
    replicationManager: new MoRef('PbmReplicationManager', 'ReplicationManager'),
  };
}

function requireProfile({ uniqueId }: ProfileId): void {
  if (uniqueId !== vsanDefaultId) throw invalidArgument('profileId', `There is no storage policy ${uniqueId}`);
}

function profileContent(call: Call) {
  const made = { creationTime: call.vcenter.startTime, createdBy: 'Temporary user handle' };
  const changed = { lastUpdatedTime: call.vcenter.startTime, lastUpdatedBy: 'Temporary user handle' };
  const failures = {
    id: { namespace: 'VSAN', id: 'hostFailuresToTolerate' },
    constraint: [{ propertyInstance: [{ id: 'hostFailuresToTolerate', value: 1 }] }],
  };
  return {
    $type: 'PbmCapabilityProfile',
    profileId: { uniqueId: vsanDefaultId },
    name: 'vSAN Default Storage Policy',
    description: 'Storage policy used as default for vSAN datastores',
    ...made,
    ...changed,
    profileCategory: 'REQUIREMENT',
    resourceType: { resourceType: 'STORAGE' },
    constraints: { $type: 'PbmCapabilitySubProfileConstraints', subProfiles: [{ name: 'VSAN sub-profile', capability: [failures] }] },
    isDefault: false,
    systemCreatedProfileType: 'VsanDefaultProfile',
    k8sCompliantName: 'vsan-default-storage-policy',
  };
}

/** Every datastore that is asked for satisfies the one policy. */
function checkRequirements(call: Call, { hubsToSearch, placementSubjectRequirement = [] }: Requirements) {
  for (const { profileId } of placementSubjectRequirement) if (profileId) requireProfile(profileId);
  const all = call.vcenter.inventory.all(Datastore).map((datastore): Hub => ({ hubType: 'Datastore', hubId: datastore.ref.id }));
  return (hubsToSearch ?? all).map((hub) => {
    const known = all.some((candidate) => candidate.hubId === hub.hubId && candidate.hubType === hub.hubType);
    if (!known) throw invalidArgument('hubsToSearch', `There is no ${hub.hubType} ${hub.hubId}`);
    return { hub };
  });
}

/** The policy of a virtual machine, or of one of its disks, whose key is `vm-1:2000`. */
function associatedProfile(call: Call, { objectType, key }: ServerObject): ProfileId[] {
  if (objectType !== 'virtualMachine' && objectType !== 'virtualDiskId') throw invalidArgument('entity', objectType);
  const vm = call.vcenter.inventory.get(VirtualMachine, new MoRef('VirtualMachine', key.replace(/:.*$/, '')));
  return vm.storageProfileId === undefined ? [] : [{ uniqueId: vm.storageProfileId }];
}

export const pbmMethods: ReadonlyMap<string, Handler> = new Map(
  Object.entries({
    PbmRetrieveServiceContent: handler(PbmServiceInstance, (_service, _parameters, call) => serviceContent(call)),
    PbmQueryProfile: handler<PbmProfileManager, { resourceType: { resourceType: string }; profileCategory?: string }>(
      PbmProfileManager,
      (_manager, { resourceType, profileCategory = 'REQUIREMENT' }) => {
        if (resourceType.resourceType !== 'STORAGE') throw invalidArgument('resourceType');
        return profileCategory === 'REQUIREMENT' ? [{ uniqueId: vsanDefaultId }] : [];
      },
    ),
    PbmRetrieveContent: handler(PbmProfileManager, (_manager, { profileIds }: { profileIds: readonly ProfileId[] }, call) => {
      for (const id of profileIds) requireProfile(id);
      return profileIds.map(() => profileContent(call));
    }),
    PbmQueryAssociatedProfile: handler<PbmProfileManager, { entity: ServerObject }>(PbmProfileManager, (_manager, { entity }, call) =>
      associatedProfile(call, entity),
    ),
    PbmQueryAssociatedProfiles: handler(PbmProfileManager, (_manager, { entities }: { entities: readonly ServerObject[] }, call) =>
      entities
        .map((entity) => ({ object: entity, profileId: associatedProfile(call, entity) }))
        .filter(({ profileId }) => profileId.length > 0),
    ),
    PbmCheckRequirements: handler<PbmPlacementSolver, Requirements>(PbmPlacementSolver, (_solver, parameters, call) =>
      checkRequirements(call, parameters),
    ),
    PbmCheckCompatibility: handler(PbmPlacementSolver, (_solver, parameters: Requirements & { profile: ProfileId }, call) => {
      requireProfile(parameters.profile);
      return checkRequirements(call, parameters);
    }),
  }),
);

const objects: readonly ManagedObject[] = [serviceInstance, profileManager, placementSolver];

/** `/pbm`: storage policies. */
export const pbmEndpoint: SoapEndpoint = {
  namespace: 'urn:pbm',
  methods: pbmMethods,
  resolve: (ref) => objects.find((object) => object.ref.equals(ref)),
};
