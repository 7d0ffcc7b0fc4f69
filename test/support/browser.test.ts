import { existsSync } from 'fs';
import { chooseBrowser } from './browser';

test('CHROMIUM_PATH names the browser on every platform', () => {
  expect(chooseBrowser({ CHROMIUM_PATH: '/my/chromium' }, 'linux-x64', ['/usr/bin/chromium'])).toEqual({ executablePath: '/my/chromium' });
});

test('an installed browser is used where npm brings none', () => {
  expect(chooseBrowser({}, 'darwin-arm64', ['/Applications/A', '/Applications/B'])).toEqual({ executablePath: '/Applications/A' });
});

test('a machine without a browser is told what to install', () => {
  expect(() => chooseBrowser({}, 'linux-arm64', [])).toThrow('install Chrome or Chromium, or set CHROMIUM_PATH');
});

(process.platform === 'linux' && process.arch === 'x64' ? test : test.skip)('the Chromium of npm is used on Linux x64, installed ones or not, with libraries and fonts of its own', () => {
  const { executablePath, env } = chooseBrowser({}, 'linux-x64', ['/usr/bin/chromium']);
  expect(executablePath).toContain('node_modules');
  expect([executablePath, `${env!.LD_LIBRARY_PATH}/libnss3.so`, env!.FONTCONFIG_FILE].map((path) => existsSync(path as string))).toEqual([true, true, true]);
});
