import { orAbort } from '../abort.js';
import { AmbiguousError, NotFoundError, ObjectGoneError } from '../errors/faults.js';
import { parseMoRef, sameMoRef, type MoRef } from '../moref.js';
import type { PropertyWatcher } from '../property/property-watcher.js';
import { retrieve } from '../property/retrieve.js';
import type { Session } from '../session/session.js';
import type { XmlElement } from '../xml/element.js';
import { hardwareOf, type Hardware } from '../vm/devices.js';
import { snapshotsOf, type Snapshots } from '../vm/snapshots.js';
import { referenceAt } from './inventory-tree.js';
import type { FindOptions, Inventory } from './inventory.js';
import { displayName, nameMatcher, similarNames } from './names.js';
import { FOLDER, homesOf } from './places.js';
import { findByUuid, findChild, listVms, type NamedVm } from './vm-search.js';

/** What a clone needs to know of the machine that it is made from. */
export interface TemplateInfo extends Hardware {
  readonly ref: MoRef;
  readonly name: string;
  readonly path: string;
  readonly uuid: string;
  readonly instanceUuid: string | undefined;
  readonly isTemplate: boolean;
  /** `vmx-21`. */
  readonly hardwareVersion: string | undefined;
  readonly snapshots: Snapshots;
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

type Values = ReadonlyMap<string, XmlElement>;

const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

interface Known {
  readonly finding: Promise<TemplateInfo>;
  ref?: MoRef;
  watch?: Disposable;
}

/** Finds templates and keeps what it found until vCenter tells of a change to one, or until it turns out to be gone. */
export class Templates {
  readonly #known = new Map<string, Known>();

  constructor(
    private readonly session: Session,
    private readonly inventory: Inventory,
    private readonly watcher: PropertyWatcher,
  ) {}

  /** By name, path, reference, instance UUID or BIOS UUID. @throws NotFoundError; AmbiguousError */
  find(text: string, { datacenter, signal }: FindOptions = {}): Promise<TemplateInfo> {
    const key = `${datacenter ?? '*'}\n${text}`;
    let known = this.#known.get(key);
    if (known === undefined) {
      // Shared by all who ask meanwhile, so no caller's signal ends it.
      const entry: Known = { finding: this.#lookUp(text, { datacenter }, (ref, values) => this.#keep(key, entry, ref, values)) };
      known = entry;
      this.#known.set(key, entry);
      entry.finding.catch(() => this.#drop(key, entry));
    }
    return orAbort(known.finding, signal);
  }

  /** Forgets a template that turned out to be gone. */
  forget(ref: MoRef): void {
    for (const [key, known] of this.#known) if (known.ref !== undefined && sameMoRef(known.ref, ref)) this.#drop(key, known);
  }

  #keep(key: string, known: Known, ref: MoRef, values: Values): void {
    const before = digestOf(values);
    known.ref = ref;
    known.watch = this.watcher.watch(ref, (event) => {
      if (event.kind === 'gone' || (event.kind === 'values' && digestOf(event.values) !== before)) this.#drop(key, known);
    });
  }

  #drop(key: string, known: Known): void {
    known.watch?.[Symbol.dispose]();
    if (this.#known.get(key) === known) this.#known.delete(key);
  }

  async #lookUp(text: string, options: FindOptions, found: (ref: MoRef, values: Values) => void): Promise<TemplateInfo> {
    const ref = await this.#refOf(text, options);
    const [object] = await retrieve(this.session, { from: [ref], paths: { VirtualMachine: TEMPLATE_PATHS } });
    if (object === undefined) throw this.#missing(text, [], options);
    const template = await this.#describe(ref, object.values);
    found(ref, object.values);
    return template;
  }

  async #refOf(text: string, options: FindOptions): Promise<MoRef> {
    if (UUID.test(text)) {
      const byInstance = await findByUuid(this.session, text, { instance: true });
      const byUuid = byInstance ?? (await findByUuid(this.session, text, { instance: false }));
      if (byUuid !== undefined) return byUuid;
    }
    const ref = parseMoRef(text);
    if (ref?.type === 'VirtualMachine' && (await this.#exists(ref))) return ref;
    return text.includes('/') ? this.#byPath(text, options) : this.#byName(text, options);
  }

  async #exists(ref: MoRef): Promise<boolean> {
    try {
      return (await retrieve(this.session, { from: [ref], paths: { VirtualMachine: ['name'] } })).length > 0;
    } catch (error) {
      if (error instanceof ObjectGoneError) return false;
      throw error;
    }
  }

  async #byName(name: string, options: FindOptions): Promise<MoRef> {
    const datacenters = await this.inventory.datacenters(options);
    const vms = await listVms(this.session, homesOf(FOLDER, datacenters), true);
    return this.#only(name, name, vms, options);
  }

  async #byPath(path: string, options: FindOptions): Promise<MoRef> {
    const slash = path.lastIndexOf('/');
    const name = path.slice(slash + 1);
    const folder = await this.#folderOf(path.slice(0, slash), options);
    const exact = /[*?]/.test(name) ? undefined : await findChild(this.session, folder, displayName(name));
    if (exact?.type === 'VirtualMachine') return exact;
    return this.#only(path, name, await listVms(this.session, [folder], false), options);
  }

  /** A path even where it is a single name, which would be searched for at every depth otherwise. */
  async #folderOf(path: string, options: FindOptions): Promise<MoRef> {
    return (await this.inventory.find(FOLDER, path.includes('/') ? path : `${path}/`, options)).ref;
  }

  async #only(text: string, name: string, vms: readonly NamedVm[], options: FindOptions): Promise<MoRef> {
    const matches = nameMatcher(name);
    const found = vms.filter((vm) => matches(vm.name));
    const [first] = found;
    if (first === undefined) throw this.#missing(text, similarNames(name, vms.map((vm) => vm.name)), options);
    if (found.length === 1) return first.ref;
    const tree = await this.inventory.tree();
    const paths = found.map((vm) => `${vm.folder === undefined ? '' : tree.pathOf(vm.folder)}/${vm.name}`);
    throw new AmbiguousError('template', text, paths, { server: this.session.soap.server });
  }

  #missing(text: string, candidates: readonly string[], { datacenter }: FindOptions): NotFoundError {
    return new NotFoundError('template', text, candidates, {
      server: this.session.soap.server,
      ...(datacenter === undefined || datacenter === '*' ? {} : { within: `datacenter ${datacenter}` }),
    });
  }

  async #describe(ref: MoRef, values: Values): Promise<TemplateInfo> {
    const tree = await this.inventory.tree();
    const name = values.get('name')?.text ?? ref.value;
    const folder = referenceAt(values, 'parent');
    return {
      ref,
      name,
      path: `${folder === undefined ? '' : tree.pathOf(folder)}/${name}`,
      uuid: values.get('config.uuid')?.text ?? '',
      instanceUuid: values.get('config.instanceUuid')?.text,
      isTemplate: values.get('config.template')?.text === 'true',
      hardwareVersion: values.get('config.version')?.text,
      snapshots: snapshotsOf(values.get('snapshot')),
      ...hardwareOf(values.get('config.hardware.device')),
    };
  }
}

const digestOf = (values: Values): string => JSON.stringify(TEMPLATE_PATHS.map((path) => values.get(path) ?? null));
