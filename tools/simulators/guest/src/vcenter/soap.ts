import { XMLParser } from 'fast-xml-parser';
import { Agent, request } from 'node:https';
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';

import { isRecord, type Fields } from '../json.js';

/** vCenter refused a call, or could not be reached. `fault` is the type of the fault, where vCenter sent one. */
export class VcenterError extends Error {
  override readonly name = 'VcenterError';
  constructor(
    message: string,
    readonly fault?: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * How a vCenter is known for the right one: by thumbprint (SHA-1 or SHA-256 of its certificate), else by the host's authorities, else not
 * at all.
 */
export interface Trust {
  readonly thumbprint?: string;
  readonly insecure?: boolean;
}

/*
 * Prefixes are kept: references carry both `type` and `xsi:type`, and without prefixes the two would collide. Elements that may repeat are
 * read with `listOf`, because a single one comes as no list.
 */
const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '@', parseTagValue: false, textNodeName: '#text' });

export const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

export function listOf(value: unknown): Fields[] {
  return (Array.isArray(value) ? value : value === undefined ? [] : [value]).map((item: unknown) =>
    isRecord(item) ? item : { '#text': item },
  );
}

/** The text of an element, with or without attributes. */
export function textOf(value: unknown): string {
  const content = isRecord(value) ? value['#text'] : value;
  return typeof content === 'string' ? content : '';
}

/** The xsi:type of an element, whatever the prefix is called, without the type's own prefix. */
export function typeOf(element: Fields): string {
  const entry = Object.entries(element).find(([key]) => /^@.*:type$/.test(key));
  return (typeof entry?.[1] === 'string' ? entry[1] : '').replace(/^.*:/, '');
}

/** SOAP calls to one vCenter over one kept connection, with the session's cookie. */
export class SoapConnection implements Disposable {
  readonly #agent: Agent;
  readonly #host: string;
  readonly #port: number;
  #cookie: string | undefined;

  constructor(server: string, trust: Trust) {
    const match = /^\[?([^\]]+?)\]?(?::(\d+))?$/.exec(server);
    this.#host = match?.[1] ?? server;
    this.#port = Number(match?.[2] ?? 443);
    this.#agent = trustingAgent(trust);
  }

  /** Sends a method call (its XML) and returns the content of the response element. */
  async call(
    method: string,
    self: { readonly type: string; readonly id: string },
    content: string,
    signal?: AbortSignal,
  ): Promise<Fields> {
    const body =
      '<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" ' +
      'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"><soapenv:Body>' +
      `<${method} xmlns="urn:vim25"><_this type="${self.type}">${escapeXml(self.id)}</_this>${content}</${method}></soapenv:Body></soapenv:Envelope>`;
    const text = await this.#post(body, signal);
    const envelope = child(parser.parse(text), 'Envelope');
    const payload = child(envelope, 'Body');
    const fault = child(payload, 'Fault');
    if (fault !== undefined) throw faultOf(fault);
    const response = child(payload, `${method}Response`);
    if (response === undefined) throw new VcenterError(`${method}: vCenter answered with no response element`);
    return response;
  }

  [Symbol.dispose](): void {
    this.#agent.destroy();
  }

  #post(body: string, signal: AbortSignal | undefined): Promise<string> {
    const headers = {
      'content-type': 'text/xml; charset=utf-8',
      soapaction: '"urn:vim25/7.0.0.0"',
      'content-length': Buffer.byteLength(body),
      ...(this.#cookie === undefined ? {} : { cookie: this.#cookie }),
    };
    return new Promise((resolve, reject) => {
      const options = {
        host: this.#host,
        port: this.#port,
        path: '/sdk',
        method: 'POST',
        agent: this.#agent,
        headers,
        ...(signal === undefined ? {} : { signal }),
      };
      const outgoing = request(options, (response) => {
        const [cookie] = response.headers['set-cookie']?.filter((text) => text.startsWith('vmware_soap_session=')) ?? [];
        if (cookie !== undefined) this.#cookie = cookie.split(';', 1)[0] ?? cookie;
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('end', () => {
          resolve(text);
        });
        response.on('error', reject);
      });
      outgoing.on('error', (error) => {
        reject(error instanceof VcenterError ? error : new VcenterError(error.message, undefined, { cause: error }));
      });
      outgoing.end(body);
    });
  }
}

/** Looks at the certificate before the first byte is sent, so that no password goes to a stranger. */
function trustingAgent({ thumbprint, insecure }: Trust): Agent {
  const agent = new Agent({ keepAlive: true });
  const decides = thumbprint !== undefined || insecure === true;
  agent.createConnection = (options, callback) => {
    const socket: TLSSocket = connect({ ...(options as ConnectionOptions), rejectUnauthorized: !decides });
    socket.once('error', (error: Error) => callback?.(error, socket));
    socket.once('secureConnect', () => {
      const { fingerprint, fingerprint256 } = socket.getPeerCertificate();
      if (thumbprint === undefined || [fingerprint, fingerprint256].includes(thumbprint.toUpperCase())) {
        callback?.(null, socket);
        return;
      }
      socket.destroy();
      callback?.(new VcenterError(`thumbprint does not match: the server's certificate has ${fingerprint256}`), socket);
    });
    return undefined;
  };
  return agent;
}

function child(element: unknown, name: string): Fields | undefined {
  if (!isRecord(element)) return undefined;
  const entry = Object.entries(element).find(([key]) => key === name || key.endsWith(`:${name}`));
  if (entry === undefined) return undefined;
  return isRecord(entry[1]) ? entry[1] : {};
}

function faultOf(fault: Fields): VcenterError {
  const detail = isRecord(fault['detail']) ? Object.entries(fault['detail']).find(([key]) => !key.startsWith('@')) : undefined;
  const type = detail !== undefined && isRecord(detail[1]) ? typeOf(detail[1]) : '';
  const name = type === '' ? (detail?.[0] ?? '').replace(/^.*:/, '').replace(/Fault$/, '') : type;
  return new VcenterError(textOf(fault['faultstring']) || name, name);
}
