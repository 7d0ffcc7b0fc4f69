import { readdirSync, rmSync } from 'fs';
import { join } from 'path';
import { bundledFolders } from './bundled-packages';

/**
 * Before npm packs: .npmignore does not reach into bundled dependencies, so what nothing runs is taken out of node_modules:
 * source maps, the TypeScript that they point to, and tests. `npm ci` brings it back.
 */
for (const folder of bundledFolders()) {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    const unused = entry.isDirectory() ? /^(tests?|spec|benchmark)$/.test(entry.name) : /(\.map|(?<!\.d)\.ts)$/.test(entry.name);
    if (unused) rmSync(path, { recursive: true, force: true });
  }
}
