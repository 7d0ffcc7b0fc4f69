import { readFileSync, writeFileSync } from 'fs';
import { createRequire } from 'module';
import { join, resolve } from 'path';

const LIST = /^__exportStar\(require\("(\.\/[^"]+)"\), exports\);$/gm;
const HEAD = 'Object.defineProperty(exports, "__esModule", { value: true });\n';

/**
 * Makes the compiled index load each module when one of its names is first read, as that of aws-cdk-lib does: an app of one construct does not pay
 * for the others. The source stays a plain list of `export *`, which is what jsii reads.
 */
export function makeIndexLazy(lib: string): void {
  const index = join(lib, 'index.js');
  const compiled = readFileSync(index, 'utf-8');
  const modules = [...compiled.matchAll(LIST)].map(([, path]) => path);
  const others = compiled.split(HEAD)[1]?.replace(LIST, '').replace(/^\/\/.*$/gm, '').trim();
  if (modules.length === 0 || others !== '') throw new Error(`${index} is no plain list of "export *", as it was compiled: ${others}`);

  const load = createRequire(index);
  const exporters = new Map<string, string>();
  for (const path of modules) {
    for (const name of Object.keys(load(path))) {
      const other = exporters.get(name);
      if (other) throw new Error(`${name} is exported by ${other} and by ${path}`);
      exporters.set(name, path);
    }
  }
  writeFileSync(index, lazyIndex(exporters));
}

function lazyIndex(exporters: Map<string, string>): string {
  return `"use strict";
// Written by scripts/lazy-index.ts from src/index.ts.
${HEAD}function lazy(name, load) {
    Object.defineProperty(exports, name, {
        enumerable: true,
        configurable: true,
        get() {
            const value = loaded(load)[name];
            Object.defineProperty(exports, name, { enumerable: true, configurable: true, writable: true, value });
            return value;
        },
    });
}
// a class may extend what an old aws-cdk-lib does not have: say so, instead of "undefined is not a constructor"
function loaded(load) {
    try {
        return load();
    } catch (error) {
        require("./core/supported-cdk").requireSupportedCdk("cdk-zero-trust");
        throw error;
    }
}
${[...exporters].map(([name, path]) => `lazy("${name}", () => require("${path}"));`).join('\n')}
// never runs: tells Node.js which names an ECMAScript module can import from here
0 && (module.exports = { ${[...exporters.keys()].join(', ')} });
`;
}

if (require.main === module) makeIndexLazy(resolve('lib'));
