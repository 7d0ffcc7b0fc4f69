import { execFileSync } from 'child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';
import { Browser, chromium, LaunchOptions } from 'playwright-core';

/** Where Chromium, Chrome and Edge are installed by their own installers; playwright's channels look for Chrome and Edge alone. */
const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/snap/bin/chromium',
  '/usr/bin/google-chrome',
  '/usr/bin/microsoft-edge',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ...[process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA].flatMap((programs) => programs
    ? ['Google/Chrome/Application/chrome.exe', 'Chromium/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe'].map((exe) => join(programs, exe))
    : []),
];

/** `CHROMIUM_PATH` if it is set; on Linux x64 the Chromium that npm installs, so that no package of the system is needed; an installed one elsewhere. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ args: ['--no-sandbox'], ...chooseBrowser(process.env, `${process.platform}-${process.arch}`) });
}

export function chooseBrowser(env: NodeJS.ProcessEnv, platform: string, installed = INSTALLED.filter(existsSync)): LaunchOptions {
  if (env.CHROMIUM_PATH) return { executablePath: env.CHROMIUM_PATH };
  if (platform === 'linux-x64') return chromiumOfNpm();
  if (installed.length) return { executablePath: installed[0] };
  throw new Error('The tests of the HTML report need a browser: install Chrome or Chromium, or set CHROMIUM_PATH to one.');
}

/** Moves a folder to where another worker may have moved its own meanwhile. */
function moveOnce(partial: string, unpacked: string): void {
  try {
    renameSync(partial, unpacked);
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code!)) throw error;
    rmSync(partial, { recursive: true, force: true });
  }
}

/**
 * Unpacks @sparticuz/chromium once. It unpacks into the folder of temporary files, and adds the libraries that Chromium needs
 * (NSS, Expat) only if it takes the machine for Lambda; it is an ES module, which jest cannot load: so, a process of its own.
 */
function chromiumOfNpm(): LaunchOptions {
  const root = dirname(dirname(require.resolve('@sparticuz/chromium')));
  const unpacked = join(dirname(dirname(root)), '.cache', `chromium-${JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version}`);
  if (!existsSync(unpacked)) {
    mkdirSync(dirname(unpacked), { recursive: true });
    const partial = mkdtempSync(`${unpacked}-`);
    execFileSync(process.execPath, ['--input-type=module', '-e', 'await (await import("@sparticuz/chromium")).default.executablePath()'], {
      cwd: root,
      env: { ...process.env, TMPDIR: partial, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' },
    });
    // its own fonts.conf looks in /tmp/fonts; without a font Chromium ends
    writeFileSync(join(partial, 'fonts.conf'), '<fontconfig><dir prefix="relative">fonts</dir><cachedir prefix="xdg">fontconfig</cachedir></fontconfig>');
    moveOnce(partial, unpacked);
  }
  return {
    executablePath: join(unpacked, 'chromium'),
    env: { ...process.env, LD_LIBRARY_PATH: join(unpacked, 'al2023', 'lib'), FONTCONFIG_FILE: join(unpacked, 'fonts.conf') },
  };
}
