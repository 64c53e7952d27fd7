import { Unreachable } from './errors.js';

/** Cuts a byte stream into lines; a watch sends one JSON document in each. @throws Unreachable when the stream breaks off */
export async function* splitLines(server: string, body: AsyncIterable<Uint8Array>): AsyncIterable<string> {
  const decoder = new TextDecoder();
  let rest: string[] = [];
  try {
    for await (const chunk of body) {
      const parts = decoder.decode(chunk, { stream: true }).split('\n');
      const last = parts.pop() ?? '';
      for (const part of parts) {
        rest.push(part);
        const line = rest.join('');
        rest = [];
        if (line !== '') yield line;
      }
      if (last !== '') rest.push(last);
    }
  } catch (cause) {
    throw new Unreachable(server, { cause });
  }
  const line = rest.join('');
  if (line !== '') yield line;
}
