import { createHash } from 'crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SecureFunction, SecureFunctionProps } from '../../../src';

const failsWith = (id: string) => expect.objectContaining({ name: 'ZeroTrustError', id });

let project: string;
const at = (...path: string[]) => join(project, ...path);

function write(file: string, content: string): string {
  mkdirSync(dirname(at(file)), { recursive: true });
  writeFileSync(at(file), content);
  return at(file);
}

const SITE = '.venv/lib/python3.13/site-packages';

interface Wheel {
  readonly name: string;
  readonly version?: string;
  readonly pure?: boolean;
  readonly tag?: string;
  readonly needs?: string[];
}

/** Installs a package as pip records it. */
function install({ name, version = '1.0.0', pure = true, tag = 'py3-none-any', needs = [] }: Wheel): void {
  const module = name.toLowerCase().replace(/[-.]/g, '_');
  const info = `${module}-${version}.dist-info`;
  const files: Record<string, string> = {
    [`${module}/__init__.py`]: `NAME = '${name}'\n`,
    [`${info}/METADATA`]: ['Metadata-Version: 2.1', `Name: ${name}`, `Version: ${version}`, ...needs.map((need) => `Requires-Dist: ${need}`), '', 'Name: a line of its text'].join('\n'),
    [`${info}/WHEEL`]: `Wheel-Version: 1.0\nRoot-Is-Purelib: ${pure}\nTag: ${tag}\n`,
  };
  const rows = Object.entries(files).map(([file, text]) => `${file},sha256=${createHash('sha256').update(text).digest('base64url')},${text.length}`);
  for (const file of [`${module}/__pycache__/__init__.cpython-313.pyc`, `${info}/INSTALLER`, `${info}/direct_url.json`, `${info}/RECORD`, '../../../bin/tool']) {
    files[file] = 'of this machine';
    rows.push(`${file},,`);
  }
  files[`${info}/RECORD`] = `${rows.join('\n')}\n`;
  for (const [file, text] of Object.entries(files)) write(`${SITE}/${file}`, text);
}

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'zt-entry-'));
  write('report/index.py', 'import greet\ndef handler(event, context): return greet.NAME\n');
  write('report/texts/title.txt', 'Report');
  write('report/__pycache__/index.cpython-313.pyc', '');
});
afterEach(() => rmSync(project, { recursive: true, force: true }));

function withEntry(props: Partial<SecureFunctionProps> = {}) {
  rmSync(at('cdk.out'), { recursive: true, force: true });
  const app = new App({ outdir: at('cdk.out'), context: { 'aws:cdk:enable-asset-metadata': true } });
  const stack = new Stack(app, 'Stack');
  new SecureFunction(stack, 'Report', { entry: at('report/index.py'), ...props });
  const template = Template.fromStack(stack);
  const [{ Metadata }] = Object.values(template.findResources('AWS::Lambda::Function'));
  return { template, files: () => (readdirSync(join(app.outdir, Metadata['aws:asset:path']), { recursive: true }) as string[]).filter((file) => file.includes('.')).sort() };
}

describe('a function of a Python file', () => {
  test('is the folder of the file', () => {
    const { template, files } = withEntry();
    expect(files()).toEqual(['index.py', 'texts/title.txt']);
    template.hasResourceProperties('AWS::Lambda::Function', { Handler: 'index.handler', Runtime: 'python3.13' });
  });

  test('has the packages of its requirements as they are installed, without what is of this machine', () => {
    write('report/requirements.txt', '# by uv export\ngreet==1.0.0 \\\n    --hash=sha256:00 \\\n    --hash=sha256:11\n    # via report\nwin-only==2.0 ; sys_platform == "win32"\n');
    install({ name: 'Greet' });
    install({ name: 'unused' });
    expect(withEntry().files()).toEqual([
      'greet-1.0.0.dist-info', 'greet-1.0.0.dist-info/METADATA', 'greet-1.0.0.dist-info/WHEEL', 'greet/__init__.py', 'index.py', 'texts/title.txt',
    ]);
  });

  test('takes lock file, folder of packages and handler by name', () => {
    write('requirements.lock', 'greet==1.0.0\n');
    install({ name: 'greet' });
    const { template, files } = withEntry({
      handler: 'run', runtime: lambda.Runtime.PYTHON_3_12, entryOptions: { lockFile: at('requirements.lock'), sitePackages: at(SITE) },
    });
    expect(files()).toContain('greet/__init__.py');
    template.hasResourceProperties('AWS::Lambda::Function', { Handler: 'index.run', Runtime: 'python3.12' });
  });

  test.each<[string, string, string, Wheel[]]>([
    ['a requirement names no exact version', 'UnpinnedRequirement', 'greet>=1.0', [{ name: 'greet' }]],
    ['a requirement is another file', 'UnpinnedRequirement', '-r other.txt', [{ name: 'greet' }]],
    ['any version would do', 'UnpinnedRequirement', 'greet==1.*', [{ name: 'greet' }]],
    ['a package is installed in another version', 'NotAsLocked', 'greet==1.0.1', [{ name: 'greet' }]],
    ['a package is not installed', 'NotInstalled', 'greet==1.0.0\nother==1.0.0', [{ name: 'greet' }]],
    ['a package needs another that is not locked', 'IncompleteLock', 'greet==1.0.0', [{ name: 'greet', needs: ['other>=1', 'dev ; extra == "dev"'] }]],
    ['a package was compiled for this machine', 'PlatformPackage', 'greet==1.0.0', [{ name: 'greet', pure: false, tag: 'cp313-cp313-manylinux_2_17_x86_64' }]],
    ['a package says it is pure, and its tag names a platform', 'PlatformPackage', 'greet==1.0.0', [{ name: 'greet', tag: 'cp313-cp313-linux_x86_64' }]],
    ['a package is for another Python', 'OtherPython', 'greet==1.0.0', [{ name: 'greet', tag: 'cp311-none-any' }]],
  ])('is refused when %s', (_, id, requirements, wheels) => {
    write('report/requirements.txt', requirements);
    wheels.forEach(install);
    expect(() => withEntry()).toThrow(failsWith(id));
  });

  test('takes what another package needs on some systems only, and what is locked too', () => {
    write('report/requirements.txt', 'greet==1.0.0\nother-one==1.0.0');
    install({ name: 'greet', needs: ['Other.One>=1', 'dev ; extra == "dev"'] });
    install({ name: 'other_one' });
    expect(withEntry().files()).toEqual(expect.arrayContaining(['greet/__init__.py', 'other_one/__init__.py']));
  });

  test('is refused when a package was changed after it was installed', () => {
    write('report/requirements.txt', 'greet==1.0.0');
    install({ name: 'greet' });
    expect(() => withEntry()).not.toThrow();
    write(`${SITE}/greet/__init__.py`, 'import os; os.system("id")');
    expect(() => withEntry()).toThrow(failsWith('ChangedPackage'));
  });

  test('is refused without a virtual environment, and takes the one that is active', () => {
    write('report/requirements.txt', 'greet==1.0.0');
    install({ name: 'greet' });
    const environment = process.env.VIRTUAL_ENV;
    try {
      delete process.env.VIRTUAL_ENV;
      expect(() => withEntry({ entryOptions: { lockFile: write('other.txt', 'greet==1.0.0') } })).not.toThrow();
      const elsewhere = mkdtempSync(join(tmpdir(), 'zt-entry-'));
      writeFileSync(join(elsewhere, 'requirements.txt'), 'greet==1.0.0');
      const options = { entryOptions: { lockFile: join(elsewhere, 'requirements.txt') } };
      expect(() => withEntry(options)).toThrow(failsWith('NoSitePackages'));
      process.env.VIRTUAL_ENV = at('.venv');
      expect(() => withEntry(options)).not.toThrow();
      rmSync(elsewhere, { recursive: true });
    } finally {
      if (environment === undefined) delete process.env.VIRTUAL_ENV;
      else process.env.VIRTUAL_ENV = environment;
    }
  });

  test('is refused for a lock file that is not there, and for a runtime of another language', () => {
    expect(() => withEntry({ entryOptions: { lockFile: at('none.txt') } })).toThrow(failsWith('NoLockFile'));
    expect(() => withEntry({ runtime: lambda.Runtime.NODEJS_24_X })).toThrow(failsWith('EntryRuntime'));
  });
});
