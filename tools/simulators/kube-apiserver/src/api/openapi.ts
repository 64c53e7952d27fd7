import type { Registry } from '../registry/registry.js';
import type { Resource } from '../registry/resource.js';
import { openApiV3, openApiV3Hash, openApiV3Index, openApiV3Path } from '../schema/index.js';
import { unknownPath } from '../machinery/status-error.js';
import type { RequestInfo } from './request.js';
import type { ApiResponse } from './response.js';
import { objectResponse } from './response.js';

const isSame = (before: readonly Resource[], now: readonly Resource[]): boolean =>
  before.length === now.length && before.every((resource, index) => resource === now[index]);

interface Documented {
  readonly resources: readonly Resource[];
  readonly document: object;
  readonly hash: string;
}

/** The OpenAPI documents of what is served. Each is made when it is first asked for, and again only after its resources have changed. */
export class OpenApiDocuments {
  readonly #registry: Registry;
  readonly #version: string;
  readonly #documents = new Map<string, Documented>();

  /** @param version what the documents say of the server, such as v1.36.3 */
  constructor(registry: Registry, version: string) {
    this.#registry = registry;
    this.#version = version;
  }

  /** Answers `/openapi/v3` and what lies below it. @throws StatusError 404 */
  answer({ steps }: RequestInfo): ApiResponse {
    const [, specification, root, group, version] = steps;
    if (specification !== 'v3') throw unknownPath();
    if (root === undefined) return objectResponse(200, this.#index());
    const found = root === 'api' ? this.#of('', group ?? '') : this.#of(group ?? '', version ?? '');
    if (found === undefined) throw unknownPath();
    return { ...objectResponse(200, found.document), headers: { etag: `"${found.hash}"` } };
  }

  #index(): object {
    const versions = [...this.#registry.groups()].flatMap(([group, names]) => names.map((version) => ({ group, version })));
    return openApiV3Index(versions.map((gv) => ({ ...gv, hash: this.#of(gv.group, gv.version)?.hash ?? '' })));
  }

  #of(group: string, version: string): Documented | undefined {
    const resources = this.#registry.inVersion(group, version);
    if (resources.length === 0) return undefined;
    const path = openApiV3Path({ group, version });
    const known = this.#documents.get(path);
    if (known !== undefined && isSame(known.resources, resources)) return known;
    const document = openApiV3({ group, version }, resources, this.#version);
    const made = { resources, document, hash: openApiV3Hash(document) };
    this.#documents.set(path, made);
    return made;
  }
}
