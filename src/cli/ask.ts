/** The only file that asks. It is loaded on a terminal alone, since inquirer is large. */
import inquirer from 'inquirer';
import type { Question } from '../../generators/question.ts';
import {
  requestedBy,
  serviceQuestions,
  type ServiceAnswers,
  type ServiceDefaults,
} from '../../generators/service-questions.ts';
import type { Pack } from '../pack/pack.ts';
import type { PackageManagerName, RequestedPractices } from '../selection/answers.ts';
import { Interrupted } from './failure.ts';

/** Questions go to stderr, like progress: stdout is for results. */
const prompt = inquirer.createPromptModule({ output: process.stderr });

interface Known {
  readonly directory: string | undefined;
  readonly packageManager: PackageManagerName | undefined;
  readonly practices: RequestedPractices | undefined;
}

/**
 * Asks what the command line left open.
 *
 * @param known - what it said
 * @param defaults - the suggested package manager, and what speaks against a directory
 * @throws Interrupted on Ctrl-C
 */
export async function askAboutService(
  pack: Pack,
  known: Known,
  defaults: ServiceDefaults,
): Promise<Known> {
  const preset = known.practices === undefined ? undefined : 'given';
  const prefilled = Object.entries({ ...known, preset, practices: undefined }).filter(
    ([, value]) => value !== undefined,
  );
  const questions = serviceQuestions(pack, defaults);
  const answers = await ask<ServiceAnswers>(questions, Object.fromEntries(prefilled));
  return {
    directory: answers.directory,
    packageManager: answers.packageManager,
    practices: known.practices ?? requestedBy(pack, answers),
  };
}

/**
 * Asks for a yes or no; Enter is a yes.
 *
 * @throws Interrupted on Ctrl-C
 */
export async function confirm(message: string): Promise<boolean> {
  const { sure } = await interruptible(
    prompt<{ sure: boolean }>([{ type: 'confirm', name: 'sure', message, default: true }]),
  );
  return sure;
}

/** Asks these questions, but for those that are answered already. */
export async function ask<A extends object>(
  questions: readonly Question<A>[],
  prefilled: Readonly<Record<string, unknown>>,
): Promise<A> {
  // inquirer 14 calls `select` what 9, plop's, calls `list`.
  const named = questions.map((question) =>
    question.type === 'list' ? { ...question, type: 'select' as const } : question,
  );
  return (await interruptible(prompt(named as never, prefilled))) as A;
}

async function interruptible<T>(asking: Promise<T>): Promise<T> {
  try {
    return await asking;
  } catch (error) {
    if (error instanceof Error && error.name === 'ExitPromptError') throw new Interrupted();
    throw error;
  }
}
