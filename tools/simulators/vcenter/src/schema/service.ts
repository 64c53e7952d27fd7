/** ServiceInstance, SessionManager and OptionManager: what a client meets first. */
export const serviceTypes = `
type AboutInfo {
  name: string; fullName: string; vendor: string; version: string; patchLevel?: string; build: string; localeVersion?: string;
  localeBuild?: string; osType: string; productLineId: string; apiType: string; apiVersion: string; instanceUuid?: string;
  licenseProductName?: string; licenseProductVersion?: string;
}
type ServiceContent {
  rootFolder: ^Folder; propertyCollector: ^PropertyCollector; viewManager?: ^ViewManager; about: AboutInfo; setting?: ^OptionManager;
  userDirectory?: ^UserDirectory; sessionManager?: ^SessionManager; authorizationManager?: ^AuthorizationManager;
  serviceManager?: ^ServiceManager; perfManager?: ^PerformanceManager; scheduledTaskManager?: ^ScheduledTaskManager;
  alarmManager?: ^AlarmManager; eventManager?: ^EventManager; taskManager?: ^TaskManager; extensionManager?: ^ExtensionManager;
  customizationSpecManager?: ^CustomizationSpecManager; guestCustomizationManager?: ^VirtualMachineGuestCustomizationManager;
  customFieldsManager?: ^CustomFieldsManager; accountManager?: ^HostLocalAccountManager; diagnosticManager?: ^DiagnosticManager;
  licenseManager?: ^LicenseManager; searchIndex?: ^SearchIndex; fileManager?: ^FileManager;
  datastoreNamespaceManager?: ^DatastoreNamespaceManager; virtualDiskManager?: ^VirtualDiskManager;
  virtualizationManager?: ^VirtualizationManager; snmpSystem?: ^HostSnmpSystem;
  vmProvisioningChecker?: ^VirtualMachineProvisioningChecker; vmCompatibilityChecker?: ^VirtualMachineCompatibilityChecker;
  ovfManager?: ^OvfManager; ipPoolManager?: ^IpPoolManager; dvSwitchManager?: ^DistributedVirtualSwitchManager;
  hostProfileManager?: ^HostProfileManager; clusterProfileManager?: ^ClusterProfileManager; complianceManager?: ^ProfileComplianceManager;
  localizationManager?: ^LocalizationManager; storageResourceManager?: ^StorageResourceManager;
  guestOperationsManager?: ^GuestOperationsManager; overheadMemoryManager?: ^OverheadMemoryManager;
  certificateManager?: ^CertificateManager; ioFilterManager?: ^IoFilterManager; vStorageObjectManager?: ^VStorageObjectManagerBase;
  hostSpecManager?: ^HostSpecificationManager; cryptoManager?: ^CryptoManager; healthUpdateManager?: ^HealthUpdateManager;
  failoverClusterConfigurator?: ^FailoverClusterConfigurator; failoverClusterManager?: ^FailoverClusterManager;
  tenantManager?: ^TenantTenantManager; siteInfoManager?: ^SiteInfoManager; storageQueryManager?: ^StorageQueryManager;
  directPathProfileManager?: ^DirectPathProfileManager;
}
type UserSession {
  key: string; userName: string; fullName: string; loginTime: dateTime; lastActiveTime: dateTime; locale: string; messageLocale: string;
  extensionSession: boolean; ipAddress: string; userAgent: string; callCount: long;
}
type LocalizedMethodFault { fault: MethodFault; localizedMessage?: string; }
type LocalizableMessage { key: string; arg?: KeyAnyValue[]; message?: string; }
type KeyAnyValue { key: string; value: any; }
type MethodFault { faultCause?: LocalizedMethodFault; faultMessage?: LocalizableMessage[]; }
type OptionValue { key: string; value: any; }
type ElementDescription extends Description { key: string; }
type Description { label: string; summary: string; }
managed SessionManager {
  sessionList: UserSession[]; currentSession?: UserSession; message?: string; messageLocaleList: string[]; supportedLocaleList: string[];
  defaultLocale: string;
}
managed ServiceInstance { serverClock: dateTime; capability: unsimulated; content: ServiceContent; }
managed OptionManager { supportedOption: unsimulated[]; setting: OptionValue[]; }
method RetrieveServiceContent on ServiceInstance { }: ServiceContent
method CurrentTime on ServiceInstance { }: dateTime
method Login on SessionManager { userName: string; password: string; locale?: string; }: UserSession
method Logout on SessionManager { }
method SessionIsActive on SessionManager { sessionID: string; userName: string; }: boolean
method TerminateSession on SessionManager { sessionId: string[]; }
method QueryOptions on OptionManager { name?: string; }: OptionValue[]?
method UpdateOptions on OptionManager { changedValue: OptionValue[]; }
`;
