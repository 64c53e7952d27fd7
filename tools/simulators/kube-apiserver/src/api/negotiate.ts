import { notAcceptable } from '../machinery/status-error.js';

/** One range of an Accept header with its parameters. */
export interface Accepted {
  readonly type: string;
  readonly parameters: Readonly<Record<string, string>>;
}

const OFFERED = ['application/json', 'application/yaml'];

/** Reads an Accept header in the order of the client's wishes. */
export function acceptedTypes(header: string | undefined): readonly Accepted[] {
  if (header === undefined || header.trim() === '') return [{ type: 'application/json', parameters: {} }];
  return header.split(',').map((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim());
    return { type: type.toLowerCase(), parameters: Object.fromEntries(parameters.map((part) => part.split('=', 2))) as Record<string, string> };
  });
}

/** How objects are to be shown: as they are, as a Table, or by their metadata only. */
export type Shape = 'Object' | 'Table' | 'PartialObjectMetadata' | 'PartialObjectMetadataList';

export interface Negotiated {
  readonly shape: Shape;
  readonly yaml: boolean;
}

const SHAPES: readonly Shape[] = ['Table', 'PartialObjectMetadata', 'PartialObjectMetadataList'];

/** Picks the first of the client's wishes that this server can fulfil. @throws StatusError 406 */
export function negotiate(header: string | undefined): Negotiated {
  for (const { type, parameters } of acceptedTypes(header)) {
    const yaml = type === 'application/yaml';
    if (!yaml && type !== 'application/json' && type !== '*/*' && type !== 'application/*') continue;
    const wished = parameters['as'];
    if (wished === undefined) return { shape: 'Object', yaml };
    const shape = SHAPES.find((known) => known === wished);
    if (shape !== undefined && parameters['g'] === 'meta.k8s.io' && parameters['v'] === 'v1') return { shape, yaml };
  }
  throw notAcceptable(OFFERED);
}
