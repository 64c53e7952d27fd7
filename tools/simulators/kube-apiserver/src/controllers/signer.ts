import { asArray, asString, at, withAt } from '../machinery/json.js';
import type { ApiObject } from '../machinery/object.js';
import type { Core } from '../operations/context.js';
import { replace } from '../operations/update.js';
import { systemContext } from './system-context.js';

const REQUESTS = 'certificatesigningrequests.certificates.k8s.io';

/** Signs an approved CertificateSigningRequest; the answer is a PEM certificate, or undefined for a signer that is not known. */
export type Signer = (request: ApiObject) => Promise<string | undefined>;

/** Hands approved requests to the signer, once each. */
export class SigningController implements Disposable {
  readonly #core: Core;
  readonly #signer: Signer;
  readonly #watch: Disposable;
  readonly #asked = new Set<string>();

  constructor(core: Core, signer: Signer) {
    this.#core = core;
    this.#signer = signer;
    this.#watch = core.storage.watch(REQUESTS, core.storage.revision, ({ type, object }) => {
      const { uid } = object.metadata;
      if (type === 'DELETED') this.#asked.delete(uid);
      else if (isApproved(object) && asString(at(object, 'status', 'certificate')) === '' && !this.#asked.has(uid)) {
        this.#asked.add(uid);
        void this.#sign(object);
      }
    });
  }

  [Symbol.dispose](): void {
    this.#watch[Symbol.dispose]();
  }

  async #sign(request: ApiObject): Promise<void> {
    try {
      const certificate = await this.#signer(request);
      if (certificate !== undefined) this.#write(request, ['status', 'certificate'], Buffer.from(certificate).toString('base64'));
    } catch (error) {
      const failed = { type: 'Failed', status: 'True', reason: 'SigningFailed', message: error instanceof Error ? error.message : 'the signer failed' };
      this.#write(request, ['status', 'conditions'], [...asArray(at(request, 'status', 'conditions')), failed]);
    }
  }

  #write({ metadata }: ApiObject, path: readonly string[], value: unknown): void {
    const live = this.#core.storage.get(REQUESTS, undefined, metadata.name);
    const resource = this.#core.registry.ofCollection(REQUESTS);
    if (live?.metadata.uid !== metadata.uid || resource === undefined) return;
    replace({ ...systemContext(this.#core, resource, metadata), subresource: 'status' }, live, withAt(live, path, value) as unknown as ApiObject);
  }
}

const conditionOf = (request: ApiObject, type: string): boolean => asArray(at(request, 'status', 'conditions')).some((condition) => at(condition, 'type') === type);

const isApproved = (request: ApiObject): boolean => conditionOf(request, 'Approved') && !conditionOf(request, 'Denied') && !conditionOf(request, 'Failed');
