/**
 * Waits for `work`, but not for ever.
 *
 * @param late - What to answer when `ms` milliseconds have passed; it may throw. `work` goes on, unseen.
 */
export function before<T>(work: Promise<T>, ms: number, late: () => T | Promise<T>): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const answerLate = async () => late();
  const timer = setTimeout(() => {
    answerLate().then(resolve, reject);
  }, ms);
  const stopTimer = () => {
    clearTimeout(timer);
  };
  work.then(resolve, reject).then(stopTimer, stopTimer);
  return promise;
}
