import { spawn } from 'child_process';
import { mkdirSync } from 'fs';
import { join } from 'path';
import { Deployment } from './deploy/deployment';
import { Emulator } from './emulator/emulator';
import { emulatorVenv } from './emulator/venv';

const ROOT = join(__dirname, '..');
const FOLDER = join(ROOT, '.integration');

/**
 * Runs integration/ against an emulator of its own: usage `npm run integration -- [jest options]`. However it ends, by a failure or by
 * Ctrl-C, the stacks are deleted and the emulator is stopped.
 */
async function main(): Promise<number> {
  const venv = emulatorVenv(FOLDER);
  mkdirSync(FOLDER, { recursive: true });
  const emulator = await Emulator.start(venv, join(ROOT, 'node_modules'), join(FOLDER, 'emulator.log'));
  Object.assign(process.env, emulator.environment, { INTEGRATION_VENV: venv, CDK_VALIDATION: 'false' });
  try {
    const status = await jest(process.argv.slice(2));
    const left = await Deployment.deleteAll();
    if (left.length > 0) console.error(`Deleted what tests left behind: ${left.join(', ')}`);
    return status || (left.length > 0 && !interrupted ? 1 : 0);
  } finally {
    await emulator.stop();
  }
}

let interrupted = false;

function jest(options: string[]): Promise<number> {
  const child = spawn(process.execPath, [
    require.resolve('jest/bin/jest'), '--testMatch', '<rootDir>/integration/**/*.test.ts',
    '--ci', '--coverage=false', '--reporters=default', '--runInBand', ...options,
  ], { cwd: ROOT, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      interrupted = true;
      child.kill(signal);
    });
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? (signal ? 130 : 1)));
  });
}

main().then((status) => { process.exitCode = status; }, (error) => {
  console.error(error);
  process.exitCode = 1;
});
