/**
 * Each runs as one step on the server. A generation outlives every value that could have been read
 * before it: a write that was delayed for longer than that brings a value that has expired.
 */

/** KEYS: value, generation. ARGV: generation expected (empty: none), text, expiry in epoch milliseconds. */
export const writeScript = `
if (redis.call('GET', KEYS[2]) or '') ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'PXAT', ARGV[3])
return 1`;

/**
 * KEYS: value and generation, for each key. ARGV: new generation, its lifetime in milliseconds, channel,
 * message. It begins with what a full Redis lets pass, and what has begun to write may go on.
 */
export const invalidateScript = `
for i = 1, #KEYS, 2 do
  redis.call('UNLINK', KEYS[i])
  redis.call('SET', KEYS[i + 1], ARGV[1], 'PX', ARGV[2])
end
return redis.call('PUBLISH', ARGV[3], ARGV[4])`;
