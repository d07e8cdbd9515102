import { setTimeout as sleep } from 'node:timers/promises';
import { fastify } from 'fastify';
import { expect, it } from 'vitest';
import { createCircuit } from './circuit.ts';

const { log } = fastify();

/** A task that counts its runs and fails until told otherwise. */
function createTask() {
  const task = {
    runs: 0,
    fails: true,
    run: () => {
      task.runs += 1;
      return task.fails ? Promise.reject(new Error('no answer')) : Promise.resolve('answer');
    },
  };
  return task;
}

it('pauses after three failures in a row', async () => {
  const circuit = createCircuit(60_000, log);
  const task = createTask();
  for (let n = 0; n < 10; n += 1) expect(await circuit.run(task.run)).toBeUndefined();
  expect(task.runs).toBe(3);
});

it('does not pause when a success lies between', async () => {
  const circuit = createCircuit(60_000, log);
  const task = createTask();
  for (let n = 0; n < 10; n += 1) {
    task.fails = n % 3 !== 2;
    await circuit.run(task.run);
  }
  expect(task.runs).toBe(10);
});

it('tries one task after the pause, and goes on when it succeeds', async () => {
  const circuit = createCircuit(20, log);
  const task = createTask();
  for (let n = 0; n < 3; n += 1) await circuit.run(task.run);
  await sleep(30);
  await Promise.all(Array.from({ length: 10 }, () => circuit.run(task.run)));
  expect(task.runs).toBe(4);
  await sleep(30);
  task.fails = false;
  expect(await circuit.run(task.run)).toEqual({ value: 'answer' });
  expect(await circuit.run(task.run)).toEqual({ value: 'answer' });
});

it('does not take a refusal for silence', async () => {
  const circuit = createCircuit(60_000, log);
  const refusal = Object.assign(new Error('READONLY'), { name: 'ReplyError' });
  let runs = 0;
  for (let n = 0; n < 10; n += 1) {
    const answer = await circuit.run(() => {
      runs += 1;
      return Promise.reject(refusal);
    });
    expect(answer).toBeUndefined();
  }
  expect(runs).toBe(10);
});
