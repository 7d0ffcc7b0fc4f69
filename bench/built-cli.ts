import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';
import { bundleLibrary } from '../scripts/bundle-library';

/** The command line as the package has it, compiled and in one file, without the types and checks that take long. */
export async function builtCli(): Promise<string> {
  const root = join(__dirname, '..');
  const package_ = join(root, 'node_modules', '.cache', 'bench-cli');
  rmSync(package_, { recursive: true, force: true });
  for (const file of readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf-8' })) {
    const [from, to] = [join(root, 'src', file), join(package_, 'lib', file)];
    if (!statSync(from).isFile()) continue;
    mkdirSync(dirname(to), { recursive: true });
    if (!file.endsWith('.ts')) {
      copyFileSync(from, to);
    } else {
      const { outputText } = transpileModule(readFileSync(from, 'utf-8'), { compilerOptions: { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022 } });
      writeFileSync(to.replace(/\.ts$/, '.js'), outputText);
    }
  }
  copyFileSync(join(root, 'package.json'), join(package_, 'package.json'));
  await bundleLibrary(join(package_, 'lib'));
  return join(package_, 'lib', 'cli', 'main.js');
}
