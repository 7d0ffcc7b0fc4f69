import { readdirSync, readFileSync } from 'fs';
import { dirname, join } from 'path';
import { Machine } from './machine';

export const root = join(__dirname, '..', '..');

/** The npm tarball of this package. */
export async function ownTarball(machine: Machine): Promise<string> {
  const packed = machine.folder('npm');
  await machine.run(`npm pack --silent --pack-destination ${packed}`, root, 'npm tarball');
  return join(packed, readdirSync(packed).find((file) => file.endsWith('.tgz'))!);
}

/** Sources that jsii-pacmak writes for each language from the npm tarball of this package, as it does for a release. */
export async function ownBindings(machine: Machine, tarball: string): Promise<string> {
  const packed = dirname(tarball);
  await machine.run(`tar xzf ${tarball} -C ${packed}`, root);
  // the assemblies of dependencies are found as those of any installed package
  await machine.run(`ln -s ${join(root, 'node_modules')} node_modules`, packed);
  // packed already: its prepack is a script of the repository
  await pacmak(machine.with({ npm_config_ignore_scripts: 'true' }), 'python java go', join(packed, 'package'), machine.folder('bindings'), 'sources for Python, Java and Go');
  return join(machine.work, 'bindings');
}

/** Sources of a dependency, made of its npm package: for a registry that lacks the version that this repository is built with. */
export async function dependencyBindings(machine: Machine, language: string, name: string): Promise<string> {
  const outdir = machine.folder(`from-npm/${name}`);
  const directory = join(root, 'node_modules', name);
  await pacmak(machine, `${language} --no-runtime-type-checking --rosetta-unknown-snippets verbatim`, directory, outdir,
    `${name} ${versionOf(name)} is not in the registry here: bindings made of its npm package`);
  return join(outdir, language);
}

export const versionOf = (name: string) => JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf-8')).version as string;

function pacmak(machine: Machine, targets: string, directory: string, outdir: string, title: string): Promise<string> {
  return machine.run(`npx jsii-pacmak ${directory} --code-only --no-npmignore --force-subdirectory --outdir ${outdir} --targets ${targets}`, root, title);
}
