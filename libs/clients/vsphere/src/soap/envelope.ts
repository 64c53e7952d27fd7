import { ProtocolError } from '../errors/connection.js';
import type { ErrorContext } from '../errors/base.js';
import type { VimFault } from '../errors/fault-mapping.js';
import { childOf, parseXml, textAt, type XmlElement } from '../xml/element.js';
import { encodeFields, escapeXml, type FieldsOf } from '../xml/encode.js';
import type { VimType } from '../xml/vim-types.js';

export type SoapNamespace = 'urn:vim25' | 'urn:pbm';

/** A method call as an envelope. `cookie` repeats the session in a header, where the storage policy service looks for it. */
export function envelope<M extends VimType>(namespace: SoapNamespace, method: M, args: FieldsOf<M>, cookie?: string): string {
  const header = cookie === undefined ? '' : `<env:Header><vcSessionCookie>${escapeXml(cookie)}</vcSessionCookie></env:Header>`;
  return (
    '<?xml version="1.0" encoding="UTF-8"?>' +
    '<env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/" ' +
    'xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">' +
    `${header}<env:Body><${method} xmlns="${namespace}">${encodeFields(method, args)}</${method}></env:Body></env:Envelope>`
  );
}

export type SoapReply = { readonly response: XmlElement } | { readonly fault: VimFault };

/** Reads a reply: the `…Response` element, or the fault. Throws ProtocolError for anything else, such as a proxy's error page. */
export function readReply(status: number, xml: string, context: ErrorContext): SoapReply {
  const body = bodyOf(parseXml(xml));
  const content = body?.ordered[0];
  if (content === undefined) {
    throw new ProtocolError(`${context.server ?? 'vCenter'} answered ${context.method ?? ''} with HTTP ${status} and no SOAP envelope`, context);
  }
  return content.name === 'Fault' ? { fault: readFault(content) } : { response: content };
}

function bodyOf(root: XmlElement | undefined): XmlElement | undefined {
  return root?.name === 'Envelope' ? childOf(root, 'Body') : undefined;
}

/** The type is on the detail element; the element's own name, `<X>Fault`, stands in where a server leaves xsi:type out. */
function readFault(element: XmlElement): VimFault {
  const detail = childOf(element, 'detail')?.ordered[0];
  const type = detail?.xsiType ?? detail?.name.replace(/Fault$/, '');
  return { type: type ?? 'SoapFault', message: textAt(element, 'faultstring'), detail };
}
