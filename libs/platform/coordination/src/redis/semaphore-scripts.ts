import { PUBLISH } from './redis-link.js';

/*
 * A semaphore in Redis, under four keys:
 *   holders  id -> when its lease ends, in ms of the server's clock
 *   queue    id -> its number in line
 *   waiting  id -> until when it is believed to be still waiting, in ms of the server's clock
 *   last     the last number that was given, to somebody in line or to a holder
 * Numbers are microseconds of the server's clock, or one more than the last: they rise over a FLUSHALL too.
 * Scripts are atomic, so each sees and leaves a state in which there are never more holders than places.
 */
const PRELUDE = `
${PUBLISH}
local holders, queue, waiting, last = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local id, limit, lease = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local time = redis.call('TIME')
local micros = tonumber(time[1]) * 1000000 + tonumber(time[2])
local now = math.floor(micros / 1000)
local function number()
  local given = math.max(micros, tonumber(redis.call('GET', last) or '0') + 1)
  redis.call('SET', last, string.format('%.0f', given), 'EX', 86400)
  return given
end
local function stand_back()
  redis.call('ZREM', queue, id)
  redis.call('ZREM', waiting, id)
end
local function hold()
  stand_back()
  redis.call('ZADD', holders, now + lease, id)
  redis.call('EXPIRE', holders, 86400)
end
local function call_next()
  local free = limit - redis.call('ZCARD', holders)
  if free < 1 then return end
  for _, next in ipairs(redis.call('ZRANGE', queue, 0, free - 1)) do
    if next ~= id then wake(next) end
  end
end
`;

/** ARGV: id, limit, lease ms, how long this waiter is believed, ms. @returns {number} when let in, else {0, ms to wait at most} */
export const ENTER = `${PRELUDE}
local patience = tonumber(ARGV[4])
redis.call('ZREMRANGEBYSCORE', holders, '-inf', now)
for _, gone in ipairs(redis.call('ZRANGEBYSCORE', waiting, '-inf', now)) do
  redis.call('ZREM', queue, gone)
  redis.call('ZREM', waiting, gone)
end
if not redis.call('ZSCORE', queue, id) then redis.call('ZADD', queue, number(), id) end
local free = limit - redis.call('ZCARD', holders)
if redis.call('ZRANK', queue, id) < free then
  hold()
  return {number()}
end
redis.call('ZADD', waiting, now + patience, id)
redis.call('EXPIRE', waiting, 86400)
redis.call('EXPIRE', queue, 86400)
call_next()
local soonest = patience
for _, key in ipairs({holders, waiting}) do
  local first = redis.call('ZRANGE', key, 0, 0, 'WITHSCORES')
  if first[2] then soonest = math.min(soonest, tonumber(first[2]) - now) end
end
return {0, soonest}
`;

/**
 * ARGV: id, limit, lease ms. A holder that Redis knows nothing of is taken back: it asks only while its lease runs by its own clock, so it
 * was not put out but forgotten. @returns 1, or 0 when the lease had run out
 */
export const RENEW = `${PRELUDE}
local ends = redis.call('ZSCORE', holders, id)
if ends and tonumber(ends) <= now then
  redis.call('ZREM', holders, id)
  call_next()
  return 0
end
hold()
return 1
`;

/** ARGV: id, limit, lease ms. Gives back the place, or that in line, and calls the next. */
export const LEAVE = `${PRELUDE}
redis.call('ZREM', holders, id)
stand_back()
call_next()
return 1
`;
