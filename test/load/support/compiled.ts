import { execFileSync } from 'child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import * as ts from 'typescript';

const ROOT = join(__dirname, '..', '..', '..');

/**
 * The library as it is published, in a package of its own: compiled without a check of types, then made by the scripts that make `lib`. Its
 * dependencies are those of this repository. `lib/as-compiled.js` is the index before it was made lazy.
 */
export function compileLibrary(): string {
  const home = mkdtempSync(join(tmpdir(), 'zt-compiled-'));
  const { compilerOptions } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), (path) => readFileSync(path, 'utf-8')).config;
  const { options } = ts.convertCompilerOptionsFromJson(compilerOptions, ROOT);
  // data too, which is compiled into the files that read it
  cpSync(join(ROOT, 'src'), join(home, 'lib'), { recursive: true, filter: (path) => path.endsWith('.json') || statSync(path).isDirectory() });
  for (const file of readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf-8' }).filter((name) => name.endsWith('.ts'))) {
    const { outputText } = ts.transpileModule(readFileSync(join(ROOT, 'src', file), 'utf-8'), { compilerOptions: { ...options, module: ts.ModuleKind.CommonJS } });
    const target = join(home, 'lib', file.replace(/\.ts$/, '.js'));
    writeFileSync(target, outputText);
  }
  cpSync(join(home, 'lib', 'index.js'), join(home, 'lib', 'as-compiled.js'));
  cpSync(join(ROOT, 'package.json'), join(home, 'package.json'));
  for (const folder of ['assets', 'node_modules']) symlinkSync(join(ROOT, folder), join(home, folder));
  const make = 'const { bundleLibrary } = require("./scripts/bundle-library"); const { makeIndexLazy } = require("./scripts/lazy-index");'
    + 'bundleLibrary(process.argv[1]).then(() => makeIndexLazy(process.argv[1]));';
  execFileSync(process.execPath, ['--import', 'tsx', '-e', make, join(home, 'lib')], { cwd: ROOT });
  return home;
}
