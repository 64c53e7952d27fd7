import { encode } from '../codec/encode.js';
import { XmlSyntaxError } from '../xml/element.js';
import type { XmlElement } from '../xml/element.js';
import { escapeXml } from '../xml/text.js';
import type { VimFault } from './faults.js';

const soapNamespace = 'http://schemas.xmlsoap.org/soap/envelope/';

/** A request: the one element in the body, and the headers beside it. */
export interface SoapRequest {
  readonly operation: XmlElement;
  readonly headers: readonly XmlElement[];
}

/** Takes a SOAP 1.1 envelope apart. Throws {@link XmlSyntaxError} when it is none. */
export function openEnvelope(root: XmlElement): SoapRequest {
  if (root.name !== 'Envelope' || root.namespace !== soapNamespace) throw new XmlSyntaxError('a SOAP 1.1 envelope is required');
  const part = (name: string) => root.children.find((child) => child.name === name && child.namespace === soapNamespace);
  const [operation, ...others] = part('Body')?.children ?? [];
  if (!operation || others.length > 0) throw new XmlSyntaxError('the SOAP body must hold exactly one element');
  return { operation, headers: part('Header')?.children ?? [] };
}

function envelope(body: string): string {
  const namespaces = [
    `xmlns:soapenv="${soapNamespace}"`,
    'xmlns:xsd="http://www.w3.org/2001/XMLSchema"',
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"',
  ];
  return `<?xml version="1.0" encoding="UTF-8"?>\n<soapenv:Envelope ${namespaces.join(' ')}><soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`;
}

/** The reply to a method: its return value's XML in the element named after it. */
export function responseEnvelope(method: string, namespace: string, returnXml: string): string {
  return envelope(`<${method}Response xmlns="${namespace}">${returnXml}</${method}Response>`);
}

/** A fault as vCenter sends it, with HTTP status 500; its types are those of `urn:vim25` whichever endpoint it comes from. */
export function faultEnvelope(fault: VimFault): string {
  const element = encode('fault', { type: 'any', reference: false, array: false }, fault.value)
    .replace(/^<fault /, `<${fault.type}Fault xmlns="urn:vim25" `)
    .replace(/<\/fault>$/, `</${fault.type}Fault>`);
  const message = escapeXml(fault.message);
  return envelope(
    `<soapenv:Fault><faultcode>ServerFaultCode</faultcode><faultstring>${message}</faultstring><detail>${element}</detail></soapenv:Fault>`,
  );
}
