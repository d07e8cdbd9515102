/** What a code stands for, wherever it is raised. `docs/errors.md` is written from this catalogue. */
export interface ErrorCode {
  /** Exit code of the command: 1 violation, 2 conflict (nothing written), 3 stale, 4 usage or internal. */
  readonly exit: 1 | 2 | 3 | 4;
  readonly explanation: string;
}

/** Every code that a command can end with. Nothing else may be raised. */
export const errorCodes = {
  PLINTH_PACK_UNREADABLE: {
    exit: 4,
    explanation: 'A pack, or a file of it, is missing, too large, a link, or cannot be read.',
  },
  PLINTH_PACK_INVALID: {
    exit: 4,
    explanation: 'A file of a pack does not have the form that docs/packs.md gives it.',
  },
  PLINTH_PACK_REFERENCE: {
    exit: 4,
    explanation:
      'A manifest names a practice, option, value, dependency or writer that the pack lacks.',
  },
  PLINTH_TEMPLATE_INVALID: {
    exit: 4,
    explanation: 'A template uses syntax or a name outside the fixed set that templates have.',
  },
  PLINTH_COMPILED_PACK_INVALID: {
    exit: 4,
    explanation: 'A compiled pack is damaged or was written by another version of the engine.',
  },
  PLINTH_UNKNOWN_PRESET: { exit: 4, explanation: 'The pack has no preset of this name.' },
  PLINTH_UNKNOWN_PRACTICE: { exit: 4, explanation: 'The pack has no practice of this name.' },
  PLINTH_UNKNOWN_OPTION: { exit: 4, explanation: 'The practice has no option of this name.' },
  PLINTH_UNKNOWN_VALUE: { exit: 4, explanation: 'The option has no choice of this name.' },
  PLINTH_AMBIGUOUS_VALUE: {
    exit: 4,
    explanation: 'A value does not say which option it is for, or one option was given two values.',
  },
  PLINTH_PRACTICE_NOT_OFFERED: {
    exit: 4,
    explanation: 'The practice cannot be asked for: it comes along with those that require it.',
  },
  PLINTH_PRACTICE_REQUIRED: {
    exit: 4,
    explanation: 'A practice was left out that is always present, or that another one requires.',
  },
  PLINTH_PRACTICE_CONFLICT: {
    exit: 4,
    explanation: 'Two practices cannot be present in one service.',
  },
  PLINTH_NAME_INVALID: {
    exit: 4,
    explanation: 'The service or one of its modules has a name that npm or TypeScript refuses.',
  },
  PLINTH_UNKNOWN_MODULE: {
    exit: 4,
    explanation: 'The service, or the pack, has no module of this name.',
  },
  PLINTH_MODULE_EXISTS: { exit: 4, explanation: 'The service has a module of this name already.' },
  PLINTH_MODULE_REQUIRED: {
    exit: 4,
    explanation: 'Another module, or the service itself, needs a module that is left out.',
  },
  PLINTH_FIELD_INVALID: {
    exit: 4,
    explanation: 'A field of a module has a name, type or modifier that it cannot have.',
  },
  PLINTH_PATH_UNSAFE: {
    exit: 4,
    explanation: 'A path leaves the repository, is reserved, or is not portable between systems.',
  },
  PLINTH_PATH_COLLISION: {
    exit: 4,
    explanation: 'Two practices write one path, or two paths that differ only in case.',
  },
  PLINTH_KEY_COLLISION: {
    exit: 4,
    explanation: 'Two practices give one key of a shared file different values.',
  },
  PLINTH_TARGET_NOT_EMPTY: {
    exit: 2,
    explanation: 'The directory to create a service in has files in it. Nothing was written.',
  },
  PLINTH_TARGET_INVALID: {
    exit: 4,
    explanation: 'The directory to create a service in is a file or a link, or has no parent.',
  },
  PLINTH_NO_REPOSITORY: {
    exit: 4,
    explanation: 'The command works on a repository that Plinth made, and there is none.',
  },
  PLINTH_CONFLICT: {
    exit: 2,
    explanation:
      'A path cannot be brought to its new state without losing an edit. Nothing was written.',
  },
  PLINTH_UNCOMMITTED: {
    exit: 2,
    explanation:
      'The change would be written over edits that are in no commit. Nothing was written.',
  },
  PLINTH_STALE: {
    exit: 3,
    explanation: 'The repository was rendered from another version of its pack: update it first.',
  },
  PLINTH_OLDER_RELEASE: {
    exit: 4,
    explanation:
      'The update would go back to an older pack or Plinth than the repository was rendered with.',
  },
  PLINTH_OTHER_PACK: {
    exit: 4,
    explanation: 'The repository was made from another pack than the one at hand.',
  },
  PLINTH_SPARSE_CHECKOUT: {
    exit: 2,
    explanation:
      'Files that Plinth wrote are left out of the checkout, so that nothing can be said of them.',
  },
  PLINTH_UNRESOLVED: {
    exit: 2,
    explanation: 'Conflicts of an earlier run, or of a merge, are to be resolved first.',
  },
  PLINTH_NOTHING_TO_ABORT: {
    exit: 4,
    explanation: 'No run that wrote conflicts is to be finished or taken back.',
  },
  PLINTH_NOT_PRESENT: { exit: 4, explanation: 'The service does not have the practice to remove.' },
  PLINTH_VIOLATION: {
    exit: 1,
    explanation: 'A managed file was edited by hand. Nothing was written.',
  },
  PLINTH_CHANGED_MEANWHILE: {
    exit: 2,
    explanation: 'A path changed after the plan was made. Everything was put back.',
  },
  PLINTH_BUSY: { exit: 2, explanation: 'Another plinth process is writing the same repository.' },
  PLINTH_UNREADABLE: {
    exit: 4,
    explanation:
      'A file or folder cannot be read: its permissions, or the disk. Nothing was written.',
  },
  PLINTH_WRITE_FAILED: {
    exit: 4,
    explanation: 'The file system, or git for its index, refused a write. Everything was put back.',
  },
  PLINTH_RECOVERY_FAILED: {
    exit: 4,
    explanation: 'What an interrupted run left behind could not be put back.',
  },
  PLINTH_RECORD_INVALID: {
    exit: 4,
    explanation: 'plinth.json, plinth.lock or a file of .plinth/ is missing, damaged or unsafe.',
  },
  PLINTH_RECORD_VERSION: {
    exit: 4,
    explanation: 'plinth.json or plinth.lock was written by a later version of Plinth.',
  },
  PLINTH_POLICY_INVALID: {
    exit: 4,
    explanation:
      'A policy does not have the form that docs/policy.md gives it, or names what the pack lacks.',
  },
  PLINTH_NOT_RENDERED: {
    exit: 4,
    explanation: 'Plinth wrote no file at this path, so that there is nothing to compare it with.',
  },
  PLINTH_NODE_TOO_OLD: { exit: 4, explanation: 'Plinth does not run on this version of Node.' },
  PLINTH_UNKNOWN_COMMAND: { exit: 4, explanation: 'There is no command of this name.' },
  PLINTH_UNKNOWN_FLAG: { exit: 4, explanation: 'The command has no flag of this name.' },
  PLINTH_FLAG_VALUE: {
    exit: 4,
    explanation: 'A flag lacks its value, has one that it does not take, or one that is not known.',
  },
  PLINTH_FLAG_CONFLICT: {
    exit: 4,
    explanation: 'Two flags were given that cannot stand together.',
  },
  PLINTH_MISSING_ARGUMENT: {
    exit: 4,
    explanation: 'The command needs an argument, and there is no terminal to ask for it.',
  },
  PLINTH_SURPLUS_ARGUMENT: {
    exit: 4,
    explanation: 'There are more arguments than the command takes; often flags that npm kept.',
  },
  PLINTH_INSTALL_FAILED: {
    exit: 4,
    explanation: 'The package manager failed. The files of the service stay.',
  },
  PLINTH_TOOL_MISSING: {
    exit: 4,
    explanation: 'A program or package that verifying needs is not installed.',
  },
  PLINTH_LEDGER_INVALID: {
    exit: 4,
    explanation: 'A ledger of plinth verify is missing, damaged, or not one.',
  },
  PLINTH_REF_UNKNOWN: {
    exit: 4,
    explanation: 'The commit to compare with is not in the git repository that holds the pack.',
  },
  PLINTH_OUTPUT_LOST: {
    exit: 4,
    explanation: 'What the command printed could not be written to stdout. What it did is done.',
  },
  PLINTH_INTERNAL: {
    exit: 4,
    explanation: 'A bug in Plinth, or a machine that it did not foresee.',
  },
} as const satisfies Readonly<Record<`PLINTH_${string}`, ErrorCode>>;

export type PlinthErrorCode = keyof typeof errorCodes;
