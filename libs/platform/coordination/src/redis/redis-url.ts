/** Where a Redis is, and who we are to it. */
export interface RedisAddress {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly db: number;
}

const DEFAULT_PORT = 6379;

/** Reads `redis://[user][:password]@host[:port][/db]`, or `rediss://` for TLS. @returns undefined for anything else; never quotes the text */
export function parseRedisUrl(text: string): RedisAddress | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const db = /^\/?(\d*)$/.exec(url.pathname)?.[1];
  if ((url.protocol !== 'redis:' && url.protocol !== 'rediss:') || url.hostname === '' || db === undefined) return undefined;
  try {
    return {
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port === '' ? DEFAULT_PORT : Number(url.port),
      tls: url.protocol === 'rediss:',
      username: decodeURIComponent(url.username) || undefined,
      password: decodeURIComponent(url.password) || undefined,
      db: Number(db),
    };
  } catch {
    return undefined; // a percent sign that escapes nothing
  }
}
