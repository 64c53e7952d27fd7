/*
 * A timeline in Redis, under two keys: KEYS[1] ids by time, KEYS[2] entries by id. KEYS[3] is the mark of who writes: it is gone after a
 * FLUSHALL or a restart without a disk.
 */

/** ARGV: id, time in ms, entry, length, TTL s. @returns 1, or 0 when what was there has been forgotten and is to be written again */
export const APPEND = `
local ids, entries, mark = KEYS[1], KEYS[2], KEYS[3]
if redis.call('HSETNX', entries, ARGV[1], ARGV[3]) == 1 then
  redis.call('ZADD', ids, ARGV[2], ARGV[1])
  local surplus = redis.call('ZRANGE', ids, 0, -1 - tonumber(ARGV[4]))
  for _, id in ipairs(surplus) do
    redis.call('ZREM', ids, id)
    redis.call('HDEL', entries, id)
  end
end
redis.call('EXPIRE', ids, ARGV[5])
redis.call('EXPIRE', entries, ARGV[5])
return redis.call('EXPIRE', mark, ARGV[5])
`;

/** ARGV: TTL s. */
export const MARK = "redis.call('SET', KEYS[1], '1', 'EX', ARGV[1]) return 1";

/** ARGV: id of the last entry known, or ''. @returns entries */
export const READ = `
local rank = ARGV[1] ~= '' and redis.call('ZRANK', KEYS[1], ARGV[1])
local found = redis.call('ZRANGE', KEYS[1], rank and rank + 1 or 0, -1)
local entries = {}
for at, id in ipairs(found) do entries[at] = redis.call('HGET', KEYS[2], id) end
return entries
`;

/** ARGV: pattern, cursor. Forgets a part of all timelines. @returns the next cursor, '0' at the end */
export const FORGET = `
local page = redis.call('SCAN', ARGV[2], 'MATCH', ARGV[1], 'COUNT', 200)
for _, key in ipairs(page[2]) do redis.call('DEL', key) end
return page[1]
`;
