#!/usr/bin/env node
/** `plinth`: every command. */
import { start } from './cli/start.ts';

start('plinth');
