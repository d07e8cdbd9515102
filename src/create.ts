#!/usr/bin/env node
/** `create-plinth`: what `npm create plinth` runs. It only creates. */
import { start } from './cli/start.ts';

start('create-plinth');
