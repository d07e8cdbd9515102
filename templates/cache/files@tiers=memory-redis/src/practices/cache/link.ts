import type { Redis } from 'ioredis';

/** The line on which other instances tell what they invalidated. */
export interface Link {
  /** Since when every message has arrived, in milliseconds since the epoch; `Infinity` while the line is dead. */
  heardAllSince(): number;
  stop(): void;
}

/** A frozen server says nothing at all: asking it is the only way to tell. */
const heartbeatMs = 250;

/**
 * Subscribes to `channel` for as long as it lives. What is published while the line is dead is lost,
 * so nothing that was read before it came back is vouched for.
 */
export function openLink(
  subscriber: Redis,
  channel: string,
  onMessage: (message: string) => void,
): Link {
  let heardAllSince = Infinity;
  let subscribed = false;
  const cut = () => {
    heardAllSince = Infinity;
  };
  const vouch = () => {
    if (subscribed) heardAllSince = Math.min(heardAllSince, Date.now());
  };
  const subscribe = () => {
    subscriber.subscribe(channel).then(() => {
      subscribed = true;
      vouch();
    }, cut);
  };
  subscriber.on('message', (_channel: string, message: string) => {
    onMessage(message);
  });
  subscriber.on('close', () => {
    subscribed = false;
    cut();
  });
  subscriber.on('ready', subscribe);
  const heartbeat = setInterval(() => {
    if (subscriber.status !== 'ready') return;
    if (subscribed) subscriber.ping().then(vouch, cut);
    else subscribe();
  }, heartbeatMs);
  heartbeat.unref();
  return {
    heardAllSince: () => heardAllSince,
    stop: () => {
      clearInterval(heartbeat);
    },
  };
}
