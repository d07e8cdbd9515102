/** A read of the source under way, shared by all who ask for its key. */
export interface Flight {
  /** The key was invalidated after the read began: what it brings must not be kept. */
  outdated: boolean;
  /** Ends when the value is kept. Until then, who asks joins this flight. Never rejects. */
  keeping: Promise<void>;
}

export interface Flights {
  /** The flight that is under way for `key`, or a new one by `start`. */
  join<T>(key: string, start: (flight: Flight) => Promise<T>): Promise<T>;
  /** Whoever asks from now on starts a new flight; the present one keeps nothing. */
  outdate(key: string): void;
}

/** Single flight: a hundred who miss one key at once read the source once. */
export function createFlights(): Flights {
  const underWay = new Map<string, { flight: Flight; result: Promise<unknown> }>();
  return {
    join<T>(key: string, start: (flight: Flight) => Promise<T>) {
      const known = underWay.get(key);
      if (known !== undefined) return known.result as Promise<T>;
      const flight: Flight = { outdated: false, keeping: Promise.resolve() };
      const result = start(flight);
      underWay.set(key, { flight, result });
      const land = async () => {
        await flight.keeping;
        if (underWay.get(key)?.flight === flight) underWay.delete(key);
      };
      result.then(land, land);
      return result;
    },
    outdate(key) {
      const known = underWay.get(key);
      if (known === undefined) return;
      known.flight.outdated = true;
      underWay.delete(key);
    },
  };
}
