import { cpSync } from 'fs';
import { join } from 'path';
import { root, versionOf } from './bindings';
import { Checks } from './checks';
import { Machine } from './machine';

/** A virtual environment with a wheel of the generated sources, and the dependencies from PyPI. */
export async function python(base: Machine, sources: string, checks: Checks): Promise<void> {
  const app = base.folder('app');
  cpSync(join(root, 'examples', 'python-notes'), app, { recursive: true });
  const venv = join(base.work, 'venv');
  const machine = base.with({ PATH: `${venv}/bin:${process.env.PATH}`, PIP_DISABLE_PIP_VERSION_CHECK: '1', PIP_NO_CACHE_DIR: '1' });
  const wheels = machine.folder('wheels');
  await machine.run(`python3 -m venv ${venv}`, base.work);
  await machine.run(`pip wheel --quiet --no-deps --wheel-dir ${wheels} ${join(sources, 'python')}`, app, 'wheel');
  await machine.run(`pip install --quiet --find-links ${wheels} -r requirements.txt aws-cdk-lib==${versionOf('aws-cdk-lib')}`, app, 'installed');

  const metadata = await machine.run('python3 -c "from importlib.metadata import distribution as of; print(of(\'cdk-zero-trust\').read_text(\'METADATA\'))"', app);
  checks.readme('Python', metadata, 'from cdk_zero_trust import ApiGatewayAccount');

  const assembly = await checks.synthesises(machine, 'Python', 'python3 app.py', app);
  await checks.refuses(machine, 'Python', 'python3 insecure.py', app);

  const audit = await machine.outcome(`cdk-zero-trust audit ${assembly} --fail-on high`, app);
  checks.record('Python: the command of the wheel audits the assembly', audit.code === 0 && /[1-9]\d* verdicts: .* 0 fail/.test(audit.output) ? [] : [JSON.stringify(audit)]);
  const explained = await machine.outcome('cdk-zero-trust explain ZT-NONE-999', app);
  checks.record('Python: the command of the wheel hands on exit codes', explained.code !== 0 && /ZT-NONE-999/.test(explained.output) ? [] : [JSON.stringify(explained)]);
}
