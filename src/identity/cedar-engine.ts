import { createRequire } from 'module';
import { join } from 'path';
import type * as wasm from '@cedar-policy/cedar-wasm/nodejs';

/** The one copy of Cedar in the package: it checks policies at synth, and decides in functions that decide by themselves. */
export const CEDAR_FOLDER = join(__dirname, '..', '..', 'assets', 'cedar');

let engine: typeof wasm | undefined;

/** Cedar, loaded at the first use: 4 MB of WebAssembly that an app without policies never pays for. */
export function cedar(): typeof wasm {
  engine ??= createRequire(__filename)(join(CEDAR_FOLDER, 'cedar_wasm.js')) as typeof wasm;
  return engine;
}
