/** What a template may call, with the number of arguments that it takes at least and at most. */
export const templateHelpers: Readonly<Record<string, readonly [least: number, most: number]>> = {
  name: [0, 0],
  option: [1, 1],
  has: [1, 1],
  hasModule: [1, 1],
  is: [2, 2],
  and: [2, 9],
  or: [2, 9],
  not: [1, 1],
  slot: [1, 1],
  run: [1, 1],
  exec: [1, 1],
  install: [0, 0],
  frozenInstall: [0, 0],
  lockFile: [0, 0],
  pm: [0, 0],
  pmIs: [1, 1],
  preparePm: [0, 0],
  setupPm: [0, 0],
  action: [1, 1],
  packages: [0, 0],
  nodeVersion: [0, 0],
};

/** What only a template that is rendered for each module may call. */
export const moduleHelpers: typeof templateHelpers = {
  one: [1, 1],
  many: [1, 1],
  field: [1, 1],
  noun: [1, 1],
  target: [1, 1],
  targetOne: [1, 1],
  value: [0, 1],
  valueList: [0, 0],
  fieldIs: [1, 9],
  someField: [1, 9],
  publicReads: [0, 0],
};

/** Lists that only such a template may go through. */
export const moduleLists: typeof templateHelpers = {
  fields: [0, 9],
  values: [0, 0],
  targets: [0, 9],
};

/** Helpers that may print several lines: alone on a line, each line is indented like the tag. */
export const multiLineHelpers: ReadonlySet<string> = new Set(['slot', 'setupPm', 'preparePm']);
