/** PropertyCollector and the views that feed it. */
export const propertyTypes = `
enum ObjectUpdateKind { modify enter leave }
enum PropertyChangeOp { add remove assign indirectRemove }
type PropertyFilterSpec { propSet: PropertySpec[]; objectSet: ObjectSpec[]; reportMissingObjectsInResults?: boolean; }
type PropertySpec { type: string; all?: boolean; pathSet?: string[]; }
type ObjectSpec { obj: ^ManagedObject; skip?: boolean; selectSet?: SelectionSpec[]; }
type SelectionSpec { name?: string; }
type TraversalSpec extends SelectionSpec { type: string; path: string; skip?: boolean; selectSet?: SelectionSpec[]; }
type RetrieveOptions { maxObjects?: int; }
type RetrieveResult { token?: string; objects: ObjectContent[]; }
type ObjectContent { obj: ^ManagedObject; propSet?: DynamicProperty[]; missingSet?: MissingProperty[]; }
type DynamicProperty { name: string; val: any; }
type MissingProperty { path: string; fault: LocalizedMethodFault; }
type WaitOptions { maxWaitSeconds?: int; maxObjectUpdates?: int; }
type UpdateSet { version: string; filterSet?: PropertyFilterUpdate[]; truncated?: boolean; }
type PropertyFilterUpdate { filter: ^PropertyFilter; objectSet?: ObjectUpdate[]; missingSet?: MissingObject[]; }
type ObjectUpdate { kind: ObjectUpdateKind; obj: ^ManagedObject; changeSet?: PropertyChange[]; missingSet?: MissingProperty[]; }
type PropertyChange { name: string; op: PropertyChangeOp; val?: any; }
type MissingObject { obj: ^ManagedObject; fault: LocalizedMethodFault; }
managed PropertyCollector { filter: ^ManagedObject[]; }
managed PropertyFilter { spec: PropertyFilterSpec; partialUpdates: boolean; }
managed View { }
managed ManagedObjectView extends View { view: ^ManagedObject[]; }
managed ContainerView extends ManagedObjectView { container: ^ManagedObject; type: string[]; recursive: boolean; }
managed ListView extends ManagedObjectView { }
managed ViewManager { viewList: ^ManagedObject[]; }
method RetrieveProperties on PropertyCollector { specSet: PropertyFilterSpec[]; }: ObjectContent[]?
method RetrievePropertiesEx on PropertyCollector { specSet: PropertyFilterSpec[]; options: RetrieveOptions; }: RetrieveResult?
method ContinueRetrievePropertiesEx on PropertyCollector { token: string; }: RetrieveResult
method CancelRetrievePropertiesEx on PropertyCollector { token: string; }
method CreateFilter on PropertyCollector { spec: PropertyFilterSpec; partialUpdates: boolean; }: ^PropertyFilter
method CreatePropertyCollector on PropertyCollector { }: ^PropertyCollector
method DestroyPropertyCollector on PropertyCollector { }
method WaitForUpdatesEx on PropertyCollector { version?: string; options?: WaitOptions; }: UpdateSet?
method WaitForUpdates on PropertyCollector { version?: string; }: UpdateSet
method CheckForUpdates on PropertyCollector { version?: string; }: UpdateSet?
method CancelWaitForUpdates on PropertyCollector { }
method DestroyPropertyFilter on PropertyFilter { }
method CreateContainerView on ViewManager { container: ^ManagedEntity; type?: string[]; recursive: boolean; }: ^ContainerView
method CreateListView on ViewManager { obj?: ^ManagedObject[]; }: ^ListView
method ModifyListView on ListView { add?: ^ManagedObject[]; remove?: ^ManagedObject[]; }: ^ManagedObject[]?
method ResetListView on ListView { obj?: ^ManagedObject[]; }: ^ManagedObject[]?
method DestroyView on View { }
`;
