import { jsonOf } from '../machinery/encode.js';
import type { Status } from '../machinery/status-error.js';
import type { WatchEvent, WatchStream } from '../operations/watch-stream.js';

/** What the API answers. Objects are encoded only when somebody wants text. */
export interface ApiResponse {
  readonly status: number;
  readonly contentType: string;
  readonly warnings: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: ResponseBody;
}

export type ResponseBody =
  | { readonly type: 'object'; readonly object: object; readonly text?: () => string }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'watch'; readonly stream: WatchStream; readonly line: (event: WatchEvent) => string };

const JSON_TYPE = 'application/json';

export const objectResponse = (status: number, object: object, warnings: readonly string[] = [], text?: () => string): ApiResponse =>
  ({ status, contentType: JSON_TYPE, warnings, body: { type: 'object', object, ...(text === undefined ? {} : { text }) } });

export const textResponse = (status: number, text: string): ApiResponse =>
  ({ status, contentType: 'text/plain; charset=utf-8', warnings: [], body: { type: 'text', text } });

export const watchResponse = (stream: WatchStream, line: (event: WatchEvent) => string, contentType = JSON_TYPE): ApiResponse =>
  ({ status: 200, contentType, warnings: [], body: { type: 'watch', stream, line } });

/** A refusal. Clients wait as long as its header says before they try again. */
export function statusResponse(status: Status): ApiResponse {
  const response = objectResponse(status.code ?? 200, status);
  const seconds = status.details?.retryAfterSeconds;
  return seconds === undefined ? response : { ...response, headers: { 'retry-after': String(seconds) } };
}

/** The text of an answer that is no watch. */
export function textOf(response: ApiResponse): string {
  const { body } = response;
  if (body.type === 'watch') return '';
  return body.type === 'text' ? body.text : (body.text?.() ?? jsonOf(body.object));
}
