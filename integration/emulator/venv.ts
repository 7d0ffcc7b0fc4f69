import { execFileSync } from 'child_process';
import { existsSync, lstatSync, mkdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';

/** The emulator, and what it needs to sign tokens. */
const PACKAGES = ['ministack==1.5.33', 'cryptography==50.0.2'];

/**
 * A virtual environment of Python with the emulator in it, made when it is not there or holds other versions. Returns its folder.
 * Throws for a link: making the environment anew would empty what it points at.
 */
export function emulatorVenv(folder: string): string {
  const venv = join(folder, 'venv');
  if (lstatSync(venv, { throwIfNoEntry: false })?.isSymbolicLink()) throw new Error(`${venv} is a symbolic link, and making the environment anew would empty what it points at: remove the link.`);
  const stamp = join(venv, 'packages.txt');
  const wanted = PACKAGES.join('\n');
  if (existsSync(stamp) && readFileSync(stamp, 'utf-8') === wanted) return venv;
  mkdirSync(folder, { recursive: true });
  execFileSync('python3', ['-m', 'venv', '--clear', venv], { stdio: 'inherit' });
  execFileSync(join(venv, 'bin', 'pip'), ['install', '--quiet', '--disable-pip-version-check', ...PACKAGES], { stdio: 'inherit' });
  writeFileSync(stamp, wanted);
  return venv;
}
