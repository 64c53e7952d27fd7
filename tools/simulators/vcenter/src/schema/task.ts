/** Tasks and authorization. */
export const taskTypes = `
enum TaskInfoState { queued running success error }
type TaskInfo {
  key: string; task: ^Task; description?: LocalizableMessage; name?: string; descriptionId: string; entity?: ^ManagedEntity;
  entityName?: string; locked?: ^ManagedEntity[]; state: TaskInfoState; cancelled: boolean; cancelable: boolean;
  error?: LocalizedMethodFault; result?: any; progress?: int; progressDetails?: KeyAnyValue[]; reason: TaskReason; queueTime: dateTime;
  startTime?: dateTime; completeTime?: dateTime; eventChainId: int; changeTag?: string; parentTaskKey?: string; rootTaskKey?: string;
  activationId?: string;
}
type TaskReason { }
type TaskReasonUser extends TaskReason { userName: string; }
type TaskDescription { methodInfo: ElementDescription[]; state: ElementDescription[]; reason: unsimulated[]; }
type EntityPrivilege { entity: ^ManagedEntity; privAvailability: PrivilegeAvailability[]; }
type PrivilegeAvailability { privId: string; isGranted: boolean; }
type UserPrivilegeResult { entity: ^ManagedEntity; privileges?: string[]; }
type AuthorizationRole { roleId: int; system: boolean; name: string; info: Description; privilege?: string[]; }
type AuthorizationPrivilege { privId: string; onParent: boolean; name: string; privGroupName: string; }
type AuthorizationDescription { privilege: ElementDescription[]; privilegeGroup: ElementDescription[]; }
managed Task extends ExtensibleManagedObject { info: TaskInfo; }
managed TaskManager { recentTask: ^ManagedObject[]; description: TaskDescription; maxCollector: int; }
managed AuthorizationManager {
  privilegeList: AuthorizationPrivilege[]; roleList: AuthorizationRole[]; description: AuthorizationDescription;
}
method CancelTask on Task { }
method HasPrivilegeOnEntities on AuthorizationManager {
  entity: ^ManagedEntity[]; sessionId: string; privId?: string[];
}: EntityPrivilege[]?
method FetchUserPrivilegeOnEntities on AuthorizationManager { entities: ^ManagedEntity[]; userName: string; }: UserPrivilegeResult[]?
method HasUserPrivilegeOnEntities on AuthorizationManager {
  entities: ^ManagedObject[]; userName: string; privId?: string[];
}: EntityPrivilege[]?
`;
