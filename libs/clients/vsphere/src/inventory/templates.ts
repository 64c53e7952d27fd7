import { AmbiguousError, NotFoundError, ObjectGoneError } from '../errors/faults.js';
import { formatMoRef, parseMoRef, type MoRef } from '../moref.js';
import type { PropertyWatcher } from '../property/property-watcher.js';
import { retrieve } from '../property/retrieve.js';
import type { Session } from '../session/session.js';
import type { XmlElement } from '../xml/element.js';
import { disksOf, nicsOf, unitsInUse, type Disk, type Nic } from '../vm/devices.js';
import { snapshotsOf, type Snapshots } from '../vm/snapshots.js';
import { referenceAt } from './inventory-tree.js';
import type { FindOptions, Inventory } from './inventory.js';
import { displayName, nameMatcher, similarNames } from './names.js';
import { FOLDER, homesOf, walk } from './places.js';
import { findByUuid, findChild, listVms, type NamedVm } from './vm-search.js';

/** What a clone needs to know of the machine that it is made from. */
export interface TemplateInfo {
  readonly ref: MoRef;
  readonly name: string;
  readonly path: string;
  readonly uuid: string;
  readonly instanceUuid: string | undefined;
  readonly isTemplate: boolean;
  /** `vmx-21`. */
  readonly hardwareVersion: string | undefined;
  readonly snapshots: Snapshots;
  readonly disks: readonly Disk[];
  readonly nics: readonly Nic[];
  /** Taken places on the controller of the first disk. */
  readonly unitsInUse: ReadonlySet<number>;
}

const TEMPLATE_PATHS = [
  'name',
  'parent',
  'config.uuid',
  'config.instanceUuid',
  'config.template',
  'config.version',
  'config.hardware.device',
  'snapshot',
];

const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** Finds templates and keeps what it found until vCenter tells of a change to one, or until it turns out to be gone. */
export class Templates {
  readonly #known = new Map<string, Promise<TemplateInfo>>();
  readonly #watches = new Map<string, Disposable>();

  constructor(
    private readonly session: Session,
    private readonly inventory: Inventory,
    private readonly watcher: PropertyWatcher,
  ) {}

  /** By name, path, reference, instance UUID or BIOS UUID. @throws NotFoundError; AmbiguousError */
  async find(text: string, options: FindOptions = {}): Promise<TemplateInfo> {
    const key = `${options.datacenter ?? '*'}\n${text}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const finding = this.#lookUp(text, options);
    this.#known.set(key, finding);
    try {
      const template = await finding;
      this.#forgetOnChange(key, template);
      return template;
    } catch (error) {
      this.#known.delete(key);
      throw error;
    }
  }

  /** Forgets a template that turned out to be gone. */
  forget(ref: MoRef): void {
    this.#watches.get(formatMoRef(ref))?.[Symbol.dispose]();
    this.#watches.delete(formatMoRef(ref));
    for (const [key, finding] of this.#known) {
      void finding.then(
        (template) => formatMoRef(template.ref) === formatMoRef(ref) && this.#known.get(key) === finding && this.#known.delete(key),
        () => undefined,
      );
    }
  }

  async #lookUp(text: string, options: FindOptions): Promise<TemplateInfo> {
    const ref = await this.#refOf(text, options);
    const [object] = await retrieve(this.session, { from: [ref], paths: { VirtualMachine: TEMPLATE_PATHS }, ...abortable(options) });
    if (object === undefined) throw this.#missing(text, [], options);
    return this.#describe(ref, object.values, options);
  }

  async #refOf(text: string, options: FindOptions): Promise<MoRef> {
    if (UUID.test(text)) {
      const byUuid =
        (await findByUuid(this.session, text, { instance: true, ...abortable(options) })) ??
        (await findByUuid(this.session, text, { instance: false, ...abortable(options) }));
      if (byUuid !== undefined) return byUuid;
    }
    const ref = parseMoRef(text);
    if (ref?.type === 'VirtualMachine' && (await this.#exists(ref, options))) return ref;
    return text.includes('/') ? this.#byPath(text, options) : this.#byName(text, options);
  }

  async #exists(ref: MoRef, options: FindOptions): Promise<boolean> {
    try {
      return (await retrieve(this.session, { from: [ref], paths: { VirtualMachine: ['name'] }, ...abortable(options) })).length > 0;
    } catch (error) {
      if (error instanceof ObjectGoneError) return false;
      throw error;
    }
  }

  async #byName(name: string, options: FindOptions): Promise<MoRef> {
    const datacenters = await this.inventory.datacenters(options);
    const vms = await listVms(this.session, homesOf(FOLDER, datacenters), true, options.signal);
    return this.#only(name, name, vms, options);
  }

  async #byPath(path: string, options: FindOptions): Promise<MoRef> {
    const slash = path.lastIndexOf('/');
    const name = path.slice(slash + 1);
    const folder = await this.#folderOf(path.slice(0, slash), options);
    const exact = /[*?]/.test(name) ? undefined : await findChild(this.session, folder, displayName(name), options.signal);
    if (exact?.type === 'VirtualMachine') return exact;
    return this.#only(path, name, await listVms(this.session, [folder], false, options.signal), options);
  }

  /** `/DC0/vm/x` and `x` relative to the machine folder of the datacenter; a leading `/name` names that folder itself. */
  async #folderOf(path: string, options: FindOptions): Promise<MoRef> {
    const tree = await this.inventory.tree(options.signal);
    const relative = path.includes('/') || walk(tree, [undefined], path).length > 0 ? path : `${path}/`;
    return (await this.inventory.find(FOLDER, relative, options)).ref;
  }

  async #only(text: string, name: string, vms: readonly NamedVm[], options: FindOptions): Promise<MoRef> {
    const matches = nameMatcher(name);
    const found = vms.filter((vm) => matches(vm.name));
    const [first] = found;
    if (first === undefined) throw this.#missing(text, similarNames(name, vms.map((vm) => vm.name)), options);
    if (found.length === 1) return first.ref;
    const tree = await this.inventory.tree(options.signal);
    const paths = found.map((vm) => `${vm.folder === undefined ? '' : tree.pathOf(vm.folder)}/${vm.name}`);
    throw new AmbiguousError('template', text, paths, { server: this.session.soap.server });
  }

  #missing(text: string, candidates: readonly string[], { datacenter }: FindOptions): NotFoundError {
    return new NotFoundError('template', text, candidates, {
      server: this.session.soap.server,
      ...(datacenter === undefined || datacenter === '*' ? {} : { within: `datacenter ${datacenter}` }),
    });
  }

  async #describe(ref: MoRef, values: ReadonlyMap<string, XmlElement>, options: FindOptions): Promise<TemplateInfo> {
    const tree = await this.inventory.tree(options.signal);
    const name = values.get('name')?.text ?? ref.value;
    const folder = referenceAt(values, 'parent');
    const devices = values.get('config.hardware.device');
    const disks = disksOf(devices);
    return {
      ref,
      name,
      path: `${folder === undefined ? '' : tree.pathOf(folder)}/${name}`,
      uuid: values.get('config.uuid')?.text ?? '',
      instanceUuid: values.get('config.instanceUuid')?.text,
      isTemplate: values.get('config.template')?.text === 'true',
      hardwareVersion: values.get('config.version')?.text,
      snapshots: snapshotsOf(values.get('snapshot')),
      disks,
      nics: nicsOf(devices),
      unitsInUse: unitsInUse(devices, disks[0]?.controllerKey ?? -1),
    };
  }

  #forgetOnChange(key: string, template: TemplateInfo): void {
    const id = formatMoRef(template.ref);
    if (this.#watches.has(id)) return;
    let first: string | undefined;
    this.#watches.set(
      id,
      this.watcher.watch(template.ref, (event) => {
        if (event.kind === 'closed') return;
        const now = event.kind === 'gone' ? 'gone' : digestOf(event.values);
        first ??= now;
        if (now !== first || now === 'gone' || nameOf(event) !== template.name) this.forget(template.ref);
      }),
    );
    void key;
  }
}

const abortable = ({ signal }: FindOptions): { readonly signal?: AbortSignal } => (signal === undefined ? {} : { signal });

const nameOf = (event: { readonly kind: string; readonly values?: ReadonlyMap<string, XmlElement> }): string | undefined => event.values?.get('name')?.text;

function digestOf(values: ReadonlyMap<string, XmlElement>): string {
  return JSON.stringify(TEMPLATE_PATHS.map((path) => values.get(path) ?? null));
}
