import { createCipheriv, createDecipheriv, createHash, scrypt } from 'node:crypto';
import type { ScryptOptions } from 'node:crypto';
import type { Random } from '@handoff/time';
import type { SharedLogin } from '../sessions.js';

/** What a login's session is found by and read with. Both can only be made by who knows the password. */
export interface Seal {
  readonly id: string;
  seal(session: string): string;
  /** @returns undefined for what was not sealed with this key */
  open(sealed: string): string | undefined;
}

/**
 * One of the settings of scrypt that OWASP recommends for passwords: whoever reads Redis shall not be able to try passwords cheaply,
 * neither on the sealed session nor on the name it is found by. Takes about 0.2 s of another thread and 32 MiB, once per login and process.
 */
const COST: ScryptOptions = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 1024 * 1024 };
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Derives the seal of a login. */
export async function sealOf({ server, username, password, purpose }: SharedLogin, random: Random): Promise<Seal> {
  const salt = createHash('sha256').update(JSON.stringify(['handoff shared session v1', server, username, purpose])).digest();
  const derived = await new Promise<Buffer>((resolve, reject) => {
    scrypt(password, salt, 2 * KEY_BYTES, COST, (error, bytes) => {
      if (error === null) resolve(bytes);
      else reject(error);
    });
  });
  const key = derived.subarray(0, KEY_BYTES);
  const id = derived.subarray(KEY_BYTES).toString('base64url');
  return {
    id,
    seal(session) {
      const iv = random.bytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(id));
      const text = Buffer.concat([cipher.update(session, 'utf8'), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64');
    },
    open(sealed) {
      const bytes = Buffer.from(sealed, 'base64');
      if (bytes.length < IV_BYTES + TAG_BYTES) return undefined;
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES }).setAAD(Buffer.from(id));
        decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
        return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
      } catch {
        return undefined; // somebody else's, or tampered with: as good as absent
      }
    },
  };
}
