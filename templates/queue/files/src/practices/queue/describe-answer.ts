import type { Answer, Line } from './console.ts';
import type { DeadLetter } from './dead-letters.ts';
import type { EventReport, Standing } from './overview.ts';

/** @returns the lines that a person reads */
export function describeAnswer(answer: Answer): readonly string[] {
  switch (answer.kind) {
    case 'list':
      return [...answer.lines.map(describeLine), ...answer.letters.map(describeLetter)];
    case 'show':
      return describeReport(answer.report);
    case 'retry':
      return [`${String(answer.changed)} dead letters go another round; a worker takes them up.`];
    case 'discard':
      return [`${String(answer.changed)} dead letters discarded.`];
    case 'migrate':
      return [`The ${answer.broker} broker is ready.`];
  }
}

function describeLine({ consumer, open, dead, broker }: Line): string {
  const held =
    broker === null
      ? 'broker does not say'
      : `${String(broker.waiting)} waiting, ${String(broker.active)} active, ${String(broker.delayed)} delayed`;
  return `${consumer}: ${String(open)} open, ${String(dead)} dead (${held})`;
}

function describeLetter({ consumer, event, reason, attempts, diedAt }: DeadLetter): string {
  return `dead ${diedAt.toISOString()} ${consumer} ${event.id}: ${reason} (${String(attempts)} attempts)`;
}

function describeReport({ event, standings }: EventReport): readonly string[] {
  return [
    `${event.id} (${event.type})`,
    JSON.stringify(event.data, null, 2),
    ...standings.map(describeStanding),
  ];
}

function describeStanding(standing: Standing): string {
  switch (standing.state) {
    case 'handled':
      return `${standing.consumer}: handled ${standing.at.toISOString()}`;
    case 'dead':
      return describeLetter(standing.letter);
    case 'open':
      return `${standing.consumer}: open`;
  }
}
