import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';

/** Copies the build of Cedar for Node.js into assets/: synth and functions load that copy, so that the package needs no dependency. */
function copyCedar(): void {
  const to = join(__dirname, '..', 'assets', 'cedar');
  const from = dirname(require.resolve('@cedar-policy/cedar-wasm/nodejs'));
  mkdirSync(to, { recursive: true });
  for (const file of ['cedar_wasm.js', 'cedar_wasm_bg.wasm']) copyFileSync(join(from, file), join(to, file));
  const { name, version, license, repository } = JSON.parse(readFileSync(join(from, 'package.json'), 'utf-8'));
  writeFileSync(join(to, 'NOTICE'), `${name} ${version}, ${license}, unchanged, from ${repository.url}.\nThe text of the licence is in LICENSE of this package.\n`);
}

copyCedar();
