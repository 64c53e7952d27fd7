import { AmbiguousError, NotFoundError } from '../errors/faults.js';
import { similarNames } from '../inventory/names.js';
import { moRef, sameMoRef, type MoRef } from '../moref.js';
import type { Session } from '../session/session.js';
import { anyElement, many, one, record, reference, string } from '../xml/decode.js';
import { vim, type FieldsOf } from '../xml/encode.js';
import type { VimType } from '../xml/vim-types.js';
import type { XmlElement } from '../xml/element.js';

export interface StoragePolicy {
  readonly id: string;
  readonly name: string;
}

const pbmContent = record({ returnval: one(record({ profileManager: one(reference), placementSolver: one(reference) })) });
const profileId = record({ uniqueId: one(string) });
const profileIds = record({ returnval: many(profileId) });
const profiles = record({ returnval: many(record({ profileId: one(profileId), name: one(string) })) });
const placements = record({
  returnval: many(record({ hub: one(record({ hubType: one(string), hubId: one(string) })), error: many(anyElement) })),
});

type PbmContent = ReturnType<typeof pbmContent.parse>['returnval'];

/** Storage policies and the datastores that meet them, from vCenter's policy service. */
export class StoragePolicies {
  #content: Promise<PbmContent> | undefined;

  constructor(private readonly session: Session) {}

  /** @throws NotFoundError with similar names */
  async find(name: string, signal?: AbortSignal): Promise<StoragePolicy> {
    const all = await this.#list(signal);
    const [policy, ...more] = all.filter((candidate) => candidate.name === name || candidate.id === name);
    const context = { server: this.session.soap.server };
    if (policy === undefined) throw new NotFoundError('storage policy', name, similarNames(name, all.map((candidate) => candidate.name)), context);
    if (more.length > 0) throw new AmbiguousError('storage policy', name, [policy, ...more].map(({ id }) => id), context);
    return policy;
  }

  /** Those of the candidates that meet the policy, in the order given. */
  async compatible(policy: StoragePolicy, candidates: readonly MoRef[], signal?: AbortSignal): Promise<readonly MoRef[]> {
    if (candidates.length === 0) return [];
    const { placementSolver } = await this.#pbm(signal);
    const method = 'PbmCheckRequirements';
    const response = await this.#call(
      method,
      {
        _this: placementSolver,
        hubsToSearch: candidates.map(({ type, value }) => vim('PbmPlacementHub', { hubType: type, hubId: value })),
        placementSubjectRequirement: [
          vim('PbmPlacementCapabilityProfileRequirement', { profileId: vim('PbmProfileId', { uniqueId: policy.id }) }),
        ],
      },
      signal,
    );
    const { returnval } = this.session.soap.parse(placements, response, method);
    const fit = returnval.filter(({ error }) => error.length === 0).map(({ hub }) => moRef(hub.hubType, hub.hubId));
    return candidates.filter((candidate) => fit.some((ref) => sameMoRef(ref, candidate)));
  }

  async #list(signal: AbortSignal | undefined): Promise<readonly StoragePolicy[]> {
    const { profileManager: _this } = await this.#pbm(signal);
    const { soap } = this.session;
    const resourceType = vim('PbmProfileResourceType', { resourceType: 'STORAGE' });
    const queried = await this.#call('PbmQueryProfile', { _this, resourceType, profileCategory: 'REQUIREMENT' }, signal);
    const { returnval: ids } = soap.parse(profileIds, queried, 'PbmQueryProfile');
    if (ids.length === 0) return [];
    const wanted = ids.map(({ uniqueId }) => vim('PbmProfileId', { uniqueId }));
    const retrieved = await this.#call('PbmRetrieveContent', { _this, profileIds: wanted }, signal);
    return soap.parse(profiles, retrieved, 'PbmRetrieveContent').returnval.map(({ profileId: { uniqueId: id }, name }) => ({ id, name }));
  }

  async #pbm(signal: AbortSignal | undefined): Promise<PbmContent> {
    this.#content ??= this.#call('PbmRetrieveServiceContent', { _this: moRef('PbmServiceInstance', 'ServiceInstance') }, signal).then(
      (response) => this.session.soap.parse(pbmContent, response, 'PbmRetrieveServiceContent').returnval,
    );
    try {
      return await this.#content;
    } catch (error) {
      this.#content = undefined;
      throw error;
    }
  }

  #call<M extends VimType>(method: M, args: FieldsOf<M>, signal: AbortSignal | undefined): Promise<XmlElement> {
    const options = { signal };
    return this.session.read(() => this.session.soap.call('urn:pbm', method, args, options), signal);
  }
}
