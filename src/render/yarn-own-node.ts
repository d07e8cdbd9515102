/**
 * The Yarn plugin of a service that brings its own Node. Yarn starts every tool with the Node that it
 * runs on itself, by wrapper scripts in a folder that is first on the PATH; there is no setting for it.
 */
const text = `/**
 * Yarn runs every tool on the Node that Yarn itself was started with. This service brings its own
 * (the package \`node\`), and this plugin points scripts to it, as other package managers do unasked.
 */
const { existsSync, readdirSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

module.exports = {
  name: 'own-node',
  factory: () => ({
    hooks: {
      async wrapScriptExecution(execute, project, _locator, _script, { env }) {
        const own = join(project.cwd, 'node_modules/node/bin/node');
        // While the package itself is being installed its binary is not there yet.
        const node = existsSync(own) ? own : process.execPath;
        for (const name of readdirSync(env.BERRY_BIN_FOLDER)) {
          const wrapper = join(env.BERRY_BIN_FOLDER, name);
          const text = readFileSync(wrapper, 'utf8').replaceAll(process.execPath, node);
          writeFileSync(wrapper, name === 'node' ? \`#!/bin/sh\\nexec "\${node}" "$@"\\n\` : text);
        }
        return execute;
      },
    },
  }),
};
`;

export const ownNodePlugin = { path: '.yarn/plugins/own-node.cjs', text } as const;
