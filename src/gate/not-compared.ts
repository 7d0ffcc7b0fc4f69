import { existsSync } from 'fs';
import { join } from 'path';
import { GateError } from './gate-error';
import type { GateManifest } from './manifest';
import { own } from '../model/json';
import { readJson } from '../model/template-file';

/** The stacks that `pipeline deployed` did not read, of the folder that it wrote. Other folders name none. Throws a `GateError` for a list that cannot be read. */
export function stacksNotCompared(against: string): NonNullable<GateManifest['notCompared']> {
  const path = join(against, 'manifest.json');
  const list = existsSync(path) ? own(readJson(path), 'notCompared') : undefined;
  if (list === undefined) return [];
  const isList = Array.isArray(list) && list.every((one) => typeof own(one, 'stack') === 'string' && typeof own(one, 'why') === 'string');
  if (!isList) throw new GateError(path, 'BadEvidence', 'its list of stacks that are not compared cannot be read.', 'read them again with cdk-zero-trust pipeline deployed.');
  return list.map((one) => ({ stack: String(own(one, 'stack')), why: String(own(one, 'why')) }));
}
