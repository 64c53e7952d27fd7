import { PUBLISH } from './redis-link.js';

/*
 * A session in Redis: KEYS[1] the sealed session, KEYS[2] who is logging in. A sealed text differs each time, so that to compare them is to
 * compare what was stored, not what it means.
 */

/** ARGV: who asks, for how long it may log in alone, ms. @returns {'session', sealed}, {'yours'}, or {'wait', ms until its turn} */
export const TAKE = `
local sealed = redis.call('GET', KEYS[1])
if sealed then return {'session', sealed} end
if redis.call('SET', KEYS[2], ARGV[1], 'NX', 'PX', ARGV[2]) then return {'yours'} end
return {'wait', redis.call('PTTL', KEYS[2])}
`;

/** ARGV: who logged in, sealed session or '' when that failed, TTL ms, topic. Whoever was overtaken does not replace the newer one. */
export const GIVE = `${PUBLISH}
local ours = redis.call('GET', KEYS[2]) == ARGV[1]
if ours then redis.call('DEL', KEYS[2]) end
local stored = 0
if ARGV[2] ~= '' and (ours or redis.call('EXISTS', KEYS[1]) == 0) then
  redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
  stored = 1
end
wake(ARGV[4])
return stored
`;

/** ARGV: sealed session, TTL ms. Keeps it, or puts it back where it was forgotten. @returns 1, or 0 when there is a newer one */
export const KEEP = `
local sealed = redis.call('GET', KEYS[1])
if sealed and sealed ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
`;

/** ARGV: sealed session. */
export const DROP = `
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
`;
