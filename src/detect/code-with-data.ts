import { createHash } from 'crypto';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { Stage } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Writes a bundled function and what it runs into the assembly, in a folder named for its content. */
export function codeWithData(scope: IConstruct, name: string, file: string, data: string): string {
  const code = join(__dirname, '..', '..', 'assets', 'lambda', name, 'index.js');
  const hash = createHash('sha256').update(readFileSync(code)).update(data).digest('hex').slice(0, 16);
  const folder = join(Stage.of(scope)!.assetOutdir, `${name}.${hash}`);
  mkdirSync(folder, { recursive: true });
  copyFileSync(code, join(folder, 'index.js'));
  writeFileSync(join(folder, file), data);
  return folder;
}
