import { chmodSync, readFileSync } from 'fs';

/**
 * Makes the commands of the package executable. npm does so itself when it installs a package; the jsii runtime of the other languages unpacks
 * the same archive with the modes that it holds, and the command of the Python wheel starts the file as it lies there.
 */
const { bin } = JSON.parse(readFileSync('package.json', 'utf-8')) as { bin: Record<string, string> };
for (const [command, file] of Object.entries(bin)) {
  if (!readFileSync(file, 'utf-8').startsWith('#!')) throw new Error(`${command}: ${file} has no #! line, so that no shell can start it`);
  chmodSync(file, 0o755);
}
