#!/usr/bin/env node
import * as nodeModule from 'module';

// what is loaded from here on is compiled once, where Node.js can keep it (from 22.1): so the program is a file of its own
(nodeModule as { enableCompileCache?: () => void }).enableCompileCache?.();
(require('./program') as typeof import('./program')).run(process.argv);
