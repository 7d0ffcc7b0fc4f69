import { cpSync, readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { dependencyBindings, root, versionOf } from './bindings';
import { Checks } from './checks';
import { Machine } from './machine';

interface Assembly {
  readonly dependencyClosure: Record<string, { readonly targets?: { readonly go?: { readonly moduleName: string } } }>;
}

/** The generated sources by a `replace`, and the dependencies from the module proxy. */
export async function go(base: Machine, sources: string, checks: Checks): Promise<void> {
  const app = base.folder('app');
  cpSync(join(root, 'examples', 'go-notes'), app, { recursive: true });
  const [module] = readdirSync(join(sources, 'go'));
  const own = join(sources, 'go', module);
  checks.readme('Go', readFileSync(join(own, 'README.md'), 'utf-8'), 'NewSecureFunction(');

  const machine = base.with({
    GOPATH: base.folder('path'),
    GOCACHE: base.folder('cache'),
    GOFLAGS: '-mod=mod -modcacherw',
  });
  await replace(machine, app, own);
  await machine.run(`go mod edit -require=github.com/aws/aws-cdk-go/awscdk/v2@v${versionOf('aws-cdk-lib')}`, app);
  for (const [path, version] of await requirements(machine, own)) {
    const served = await machine.outcome(`go mod download ${path}@${version}`, app);
    if (served.code !== 0) await replace(machine, app, await fromNpm(machine, path));
  }
  await machine.run('go mod tidy', app, 'modules');
  await machine.run('go build -o /dev/null .', app, 'compiled');
  await checks.synthesises(machine, 'Go', 'go run .', app);
  await checks.refuses(machine, 'Go', 'go run ./insecure', app);
}

/** Makes the app take a module from a folder. */
async function replace(machine: Machine, app: string, folder: string): Promise<void> {
  const { Module } = JSON.parse(await machine.run('go mod edit -json', folder)) as { Module: { Path: string } };
  await machine.run(`go mod edit -replace=${Module.Path}=${folder}`, app);
}

async function requirements(machine: Machine, folder: string): Promise<[string, string][]> {
  const { Require } = JSON.parse(await machine.run('go mod edit -json', folder)) as { Require: { Path: string; Version: string }[] };
  return Require.map(({ Path, Version }) => [Path, Version]);
}

async function fromNpm(machine: Machine, path: string): Promise<string> {
  const { dependencyClosure } = JSON.parse(readFileSync(join(root, '.jsii'), 'utf-8')) as Assembly;
  const [name] = Object.entries(dependencyClosure).find(([, { targets }]) => targets?.go && path.startsWith(`${targets.go.moduleName}/`)) ?? [];
  if (!name) throw new Error(`${path} is not in the registry here, and no npm package is known that it is made of`);
  const bindings = await dependencyBindings(machine, 'go', name);
  return join(bindings, readdirSync(bindings)[0]);
}
