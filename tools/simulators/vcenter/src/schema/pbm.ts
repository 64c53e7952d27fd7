/** Storage policies (urn:pbm). */
export const pbmTypes = `
type PbmServerObjectRef { objectType: string; key: string; serverUuid?: string; }
type PbmServiceInstanceContent {
  aboutInfo: PbmAboutInfo; sessionManager: ^PbmSessionManager; capabilityMetadataManager: ^PbmCapabilityMetadataManager;
  profileManager: ^PbmProfileProfileManager; complianceManager: ^PbmComplianceManager; placementSolver: ^PbmPlacementSolver;
  replicationManager?: ^PbmReplicationManager;
}
type PbmAboutInfo { name: string; version: string; instanceUuid: string; }
type PbmProfileId { uniqueId: string; }
type PbmProfileResourceType { resourceType: string; }
type PbmProfile {
  profileId: PbmProfileId; name: string; description?: string; creationTime: dateTime; createdBy: string; lastUpdatedTime: dateTime;
  lastUpdatedBy: string;
}
type PbmCapabilityProfile extends PbmProfile {
  profileCategory: string; resourceType: PbmProfileResourceType; constraints: PbmCapabilityConstraints; generationId?: long;
  isDefault: boolean; systemCreatedProfileType?: string; lineOfService?: string; k8sCompliantName?: string;
  otherK8sCompliantNames?: string[];
}
type PbmCapabilityConstraints { }
type PbmCapabilitySubProfileConstraints extends PbmCapabilityConstraints { subProfiles: PbmCapabilitySubProfile[]; }
type PbmCapabilitySubProfile { name: string; capability: PbmCapabilityInstance[]; forceProvision?: boolean; }
type PbmCapabilityInstance { id: PbmCapabilityMetadataUniqueId; constraint: PbmCapabilityConstraintInstance[]; }
type PbmCapabilityMetadataUniqueId { namespace: string; id: string; }
type PbmCapabilityConstraintInstance { propertyInstance: PbmCapabilityPropertyInstance[]; }
type PbmCapabilityPropertyInstance { id: string; operator?: string; value: any; }
type PbmPlacementHub { hubType: string; hubId: string; }
type PbmPlacementRequirement { }
type PbmPlacementCapabilityProfileRequirement extends PbmPlacementRequirement { profileId: PbmProfileId; }
type PbmPlacementCompatibilityResult {
  hub: PbmPlacementHub; hubInfo?: unsimulated; matchingResources?: PbmPlacementMatchingResources[]; howMany?: long;
  utilization?: PbmPlacementResourceUtilization[]; warning?: LocalizedMethodFault[]; error?: LocalizedMethodFault[];
}
type PbmQueryProfileResult { object: PbmServerObjectRef; profileId?: PbmProfileId[]; fault?: LocalizedMethodFault; }
type PbmPlacementMatchingResources { }
type PbmPlacementResourceUtilization {
  name: unsimulated; description: unsimulated; availableBefore?: long; availableAfter?: long; total?: long;
}
managed PbmServiceInstance { }
managed PbmProfileProfileManager { }
managed PbmPlacementSolver { }
method PbmRetrieveServiceContent on PbmServiceInstance { }: PbmServiceInstanceContent
method PbmQueryProfile on PbmProfileProfileManager { resourceType: PbmProfileResourceType; profileCategory?: string; }: PbmProfileId[]?
method PbmRetrieveContent on PbmProfileProfileManager { profileIds: PbmProfileId[]; }: PbmProfile[]
method PbmQueryAssociatedProfiles on PbmProfileProfileManager { entities: PbmServerObjectRef[]; }: PbmQueryProfileResult[]?
method PbmQueryAssociatedProfile on PbmProfileProfileManager { entity: PbmServerObjectRef; }: PbmProfileId[]?
method PbmCheckRequirements on PbmPlacementSolver {
  hubsToSearch?: PbmPlacementHub[]; placementSubjectRef?: PbmServerObjectRef; placementSubjectRequirement?: PbmPlacementRequirement[];
}: PbmPlacementCompatibilityResult[]?
method PbmCheckCompatibility on PbmPlacementSolver {
  hubsToSearch?: PbmPlacementHub[]; profile: PbmProfileId;
}: PbmPlacementCompatibilityResult[]?
`;
