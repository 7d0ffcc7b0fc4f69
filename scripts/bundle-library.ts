import { chmodSync, readdirSync, rmSync } from 'fs';
import { join, relative, resolve, sep } from 'path';
import { build, Plugin } from 'esbuild';
import { JUDGE } from '../projenrc/house';

const INSIDE = ['policy', ...JUDGE];
/** What stays of them: the door, and the command line with the stub that starts it. */
const DOOR = join('policy', 'index.js');
/** What constructs need of the judge's half: data of frameworks, the date and its form, and what rules read of controls that people perform. */
const FOR_CONSTRUCTS = [
  join('frameworks', 'conformance', 'index.js'), join('frameworks', 'index.js'), join('model', 'clock.js'), join('model', 'day.js'),
  join('model', 'manual-control.js'),
];
const PROGRAM = join('cli', 'program.js');
const MAIN = join('cli', 'main.js');

/**
 * Makes one file each of the compiled command line, of the compiled door and of what constructs need: hundreds of modules, one a rule, take five times as long to load as
 * the file that they make. What is in these files is not shipped a second time.
 */
export async function bundleLibrary(lib: string): Promise<void> {
  await bundle(lib, DOOR, 'external');
  for (const entry of FOR_CONSTRUCTS) await bundle(lib, entry, 'external');
  await bundle(lib, PROGRAM, 'bundle');
  for (const room of INSIDE) {
    for (const file of readdirSync(join(lib, room), { recursive: true, encoding: 'utf-8' })) {
      if (/\.js(on)?$/.test(file) && ![DOOR, ...FOR_CONSTRUCTS, PROGRAM, MAIN].includes(join(room, file))) rmSync(join(lib, room, file));
    }
  }
  chmodSync(join(lib, MAIN), 0o755);
}

async function bundle(lib: string, entry: string, packages: 'bundle' | 'external'): Promise<void> {
  await build({
    absWorkingDir: resolve(lib, '..'), // paths in comments of the bundle are the same on every machine
    entryPoints: [join(lib, entry)],
    outfile: join(lib, entry),
    allowOverwrite: true,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    packages,
    plugins: [builderHalf(lib)],
    legalComments: 'inline',
    logLevel: 'warning',
  });
}

/** The builder's half stays as it is: a construct loads its own few modules, and its classes must exist once. */
function builderHalf(lib: string): Plugin {
  return {
    name: 'builder-half',
    setup({ onResolve }) {
      onResolve({ filter: /^\.\.?\// }, ({ path, importer, resolveDir }) => {
        const target = relative(lib, resolve(resolveDir, path));
        const isOurs = !relative(lib, importer).startsWith('..');
        if (!isOurs || INSIDE.includes(target.split(sep)[0])) return undefined;
        return { path: `../${target.split(sep).join('/')}`, external: true };
      });
    },
  };
}

if (require.main === module) void bundleLibrary(resolve('lib'));
