#!/bin/sh
# The tools of the built tier by themselves, on programs that stand already rendered, one after another:
# what `plinth verify` runs, without Plinth. Usage: bare.sh FOLDER..., each with a node_modules.
set -eu
export NO_COLOR=1 CI=false TEST_SERVERS=none
NODE_COMPILE_CACHE=$(dirname "$1")/compiled
export NODE_COMPILE_CACHE
for program in "$@"; do
  cd "$program"
  node node_modules/.bin/tsc -p . --singleThreaded \
    --incremental --tsBuildInfoFile ../types.tsbuildinfo
  rm -rf dist
  node node_modules/.bin/tsc -p tsconfig.build.json --singleThreaded
  tests=$(find src test -name '*.test.ts' ! -name '*.fault.test.ts')
  # shellcheck disable=SC2086 # a list of files
  node --single-threaded-gc --liftoff-only node_modules/vitest/vitest.mjs run $tests \
    --no-isolate --pool=threads --maxWorkers=1 \
    --reporter=json --outputFile.json=.results.json > /dev/null
done
