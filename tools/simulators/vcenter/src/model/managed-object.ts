import type { MoRef } from './moref.js';

/** Whoever reads a property: some, such as SessionManager.currentSession, depend on it. */
export interface Reader {
  readonly sessionKey: string | undefined;
}

/**
 * An object of the inventory. Its properties are fields and getters named as in the API; which of them exist, and of which
 * type, is for the schema to say.
 */
export abstract class ManagedObject {
  constructor(readonly ref: MoRef) {}

  /** The value of a top-level property that the schema knows; undefined when it is unset. */
  read(property: string, _reader: Reader): unknown {
    return Reflect.get(this, property);
  }
}

/** What stands in the inventory tree. */
export abstract class ManagedEntity extends ManagedObject {
  readonly overallStatus = 'green';
  readonly configStatus = 'green';
  readonly effectiveRole: readonly number[] = [-1];
  readonly permission: readonly unknown[] = [];
  readonly disabledMethod: readonly string[] = [];
  readonly alarmActionsEnabled = true;
  recentTask: readonly MoRef[] = [];
  parent: MoRef | undefined;

  constructor(
    ref: MoRef,
    public name: string,
  ) {
    super(ref);
  }

  /** The entities below this one, in the tree that inventory paths walk. */
  get children(): readonly MoRef[] {
    return [];
  }

  /** What a container view of this entity shows: its children, and the virtual machines of hosts and pools. */
  get contents(): readonly MoRef[] {
    return this.children;
  }
}
