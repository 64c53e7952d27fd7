import { Unreachable } from '../errors.js';
import type { ApiRequest, ApiResponse, ApiTransport } from '../transport.js';

/** A transport whose connections a test breaks. */
export interface FlakyTransport extends ApiTransport {
  /** How many watches have begun. */
  readonly watches: number;
  /** How many lists have begun, each page counted. */
  readonly lists: number;
  /** Breaks off every watch that is open. */
  cut(): void;
  /** Nothing gets through from now on, or all does again. */
  down(isDown: boolean): void;
  /** Open watches say nothing more, as a connection does whose other end vanished. */
  freeze(): void;
  /** Runs before every request. */
  before: (request: ApiRequest) => void | Promise<void>;
}

/** What befalls the watches that are open at a moment. */
class Mishap {
  readonly broken = Promise.withResolvers<'cut'>();
  isFrozen = false;
}

export function flaky(inner: ApiTransport): FlakyTransport {
  let isDown = false;
  let watches = 0;
  let lists = 0;
  let open = new Mishap();
  return {
    server: inner.server,
    before: () => undefined,
    get watches() { return watches; },
    get lists() { return lists; },
    cut() { open.broken.resolve('cut'); open = new Mishap(); },
    down(down) { isDown = down; },
    freeze() { open.isFrozen = true; open = new Mishap(); },
    async send(request) {
      await this.before(request);
      if (isDown) throw new Unreachable(inner.server, { cause: new Error('down') });
      if (request.isEndless === true) watches += 1;
      else if (request.path.includes('limit=')) lists += 1;
      const mishap = open;
      const response = await inner.send(request);
      return request.isEndless === true ? { ...response, lines: () => lines(inner.server, response, mishap, request.signal) } : response;
    },
    [Symbol.asyncDispose]: () => inner[Symbol.asyncDispose](),
  };
}

async function* lines(server: string, response: ApiResponse, mishap: Mishap, signal: AbortSignal | undefined): AsyncIterable<string> {
  const aborted = Promise.withResolvers<'cut'>();
  signal?.addEventListener('abort', () => { aborted.resolve('cut'); }, { once: true });
  const end = Promise.race([mishap.broken.promise, aborted.promise]);
  const source = response.lines()[Symbol.asyncIterator]();
  for (;;) {
    const next = await Promise.race([source.next(), end]);
    const result = mishap.isFrozen ? await end : next;
    if (result === 'cut') {
      void source.return?.();
      throw new Unreachable(server, { cause: new Error('cut') });
    }
    if (result.done === true) return;
    yield result.value;
  }
}
