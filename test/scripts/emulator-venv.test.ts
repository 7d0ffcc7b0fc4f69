import { mkdtempSync, readdirSync, symlinkSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { emulatorVenv } from '../../integration/emulator/venv';

test('a virtual environment behind a link is refused, and what the link points at stays', () => {
  const [folder, elsewhere] = [mkdtempSync(join(tmpdir(), 'venv-')), mkdtempSync(join(tmpdir(), 'elsewhere-'))];
  writeFileSync(join(elsewhere, 'mine.txt'), 'mine');
  symlinkSync(elsewhere, join(folder, 'venv'));
  expect(() => emulatorVenv(folder)).toThrow(/venv is a symbolic link/);
  expect(readdirSync(elsewhere)).toEqual(['mine.txt']);
});
