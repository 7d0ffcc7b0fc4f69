import { copyFileSync, cpSync } from 'fs';
import { join } from 'path';
import { build } from 'esbuild';

/** The command line as the package has it, file by file in JavaScript, without the types and checks that take long. */
export async function builtCli(): Promise<string> {
  const root = join(__dirname, '..');
  const package_ = join(root, 'node_modules', '.cache', 'bench-cli');
  await build({
    entryPoints: [join(root, 'src', '**', '*.ts')], outbase: join(root, 'src'), outdir: join(package_, 'lib'), platform: 'node', format: 'cjs', target: 'node20', logLevel: 'error',
  });
  cpSync(join(root, 'src'), join(package_, 'lib'), { recursive: true, filter: (path) => !path.endsWith('.ts') });
  copyFileSync(join(root, 'package.json'), join(package_, 'package.json'));
  return join(package_, 'lib', 'cli', 'main.js');
}
