import type { MoRef } from '../moref.js';
import type { Session, SessionEpoch } from '../session/session.js';
import type { CallOptions } from '../soap/soap-client.js';
import { anyElement, boolean, many, maybe, one, record, reference, string } from '../xml/decode.js';
import type { XmlElement } from '../xml/element.js';
import { vim } from '../xml/encode.js';
import { filterSpec, step, type PropertyPaths } from './retrieve.js';

/** What one long poll says about one object. A value is absent when the property was unset. */
export interface ObjectUpdate {
  readonly ref: MoRef;
  readonly kind: 'enter' | 'modify' | 'leave';
  readonly changes: readonly { readonly name: string; readonly value: XmlElement | undefined }[];
}

const created = record({ returnval: one(reference) });
const unresolved = record({ returnval: many(reference) });

const objectUpdate = record({
  kind: one(string),
  obj: one(reference),
  changeSet: many(record({ name: one(string), op: one(string), val: maybe(anyElement) })),
});
const updateSet = record({
  version: one(string),
  filterSet: many(record({ objectSet: many(objectUpdate) })),
  truncated: maybe(boolean),
});
type UpdateSet = (typeof updateSet)['_output'];
const waited = record({ returnval: maybe(updateSet) });

/**
 * A property collector of its own with one filter over one list view, all living in one session. What is watched is changed by editing
 * the list, which takes effect while a long poll is under way.
 */
export class Collector {
  #version = '';

  private constructor(
    private readonly session: Session,
    readonly epoch: SessionEpoch,
    private readonly collector: MoRef,
    private readonly view: MoRef,
  ) {}

  static async create(session: Session, epoch: SessionEpoch, paths: PropertyPaths, options: CallOptions): Promise<Collector> {
    const { propertyCollector, viewManager } = epoch.content;
    const { soap } = session;
    const make = async (method: 'CreatePropertyCollector' | 'CreateListView', _this: MoRef): Promise<MoRef> =>
      soap.parse(created, await session.callIn(epoch, method, { _this }, options), method).returnval;
    const collector = await make('CreatePropertyCollector', propertyCollector);
    const view = await make('CreateListView', viewManager);
    const spec = filterSpec({ from: [view], paths, select: [step({ name: 'view', type: 'ListView', path: 'view' })] });
    await session.callIn(epoch, 'CreateFilter', { _this: collector, spec, partialUpdates: false }, options);
    return new Collector(session, epoch, collector, view);
  }

  /** Edits the list; returns the references that name nothing. */
  async modify(add: readonly MoRef[], remove: readonly MoRef[], options: CallOptions): Promise<readonly MoRef[]> {
    const response = await this.session.callIn(this.epoch, 'ModifyListView', { _this: this.view, add, remove }, options);
    return this.session.soap.parse(unresolved, response, 'ModifyListView').returnval;
  }

  /**
   * Waits until something changed or `maxWaitSeconds` passed; then the list is empty. vCenter cuts a long answer into portions (100 objects
   * where nothing else is asked for): they are taken together, or a task would be seen to have ended before what it did is seen.
   */
  async wait(maxWaitSeconds: number, options: CallOptions): Promise<readonly ObjectUpdate[]> {
    const updates: ObjectUpdate[] = [];
    for (;;) {
      const portion = await this.#portion(maxWaitSeconds, options);
      updates.push(...(portion?.filterSet.flatMap(({ objectSet }) => objectSet.map(toUpdate)) ?? []));
      if (portion?.truncated !== true) return updates;
    }
  }

  async #portion(maxWaitSeconds: number, options: CallOptions): Promise<UpdateSet | undefined> {
    const method = 'WaitForUpdatesEx';
    const args = { _this: this.collector, version: this.#version, options: vim('WaitOptions', { maxWaitSeconds }) };
    const response = await this.session.callIn(this.epoch, method, args, options);
    const { returnval } = this.session.soap.parse(waited, response, method);
    this.#version = returnval?.version ?? this.#version;
    return returnval;
  }

  /** Releases the server's side, so that nothing keeps collecting for nobody. */
  async destroy(options: CallOptions): Promise<void> {
    await this.session.callIn(this.epoch, 'DestroyPropertyCollector', { _this: this.collector }, options);
    await this.session.callIn(this.epoch, 'DestroyView', { _this: this.view }, options);
  }
}

function toUpdate({ kind, obj, changeSet }: (typeof objectUpdate)['_output']): ObjectUpdate {
  return {
    ref: obj,
    kind: kind === 'leave' ? 'leave' : kind === 'enter' ? 'enter' : 'modify',
    changes: changeSet.map(({ name, op, val }) => ({
      name,
      value: op === 'remove' || op === 'indirectRemove' || val === undefined || val.nil ? undefined : val,
    })),
  };
}
