import { readFileSync } from 'fs';
import { basename } from 'path';
import { ZeroTrustError } from '../../core/errors';

/** A line of a requirements file. */
export interface Requirement {
  /** Normalised. */
  readonly name: string;
  readonly version: string;
  /** Whether it is for some systems only: `; sys_platform == "win32"`. */
  readonly isConditional: boolean;
}

const PINNED = /^([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*==\s*([\w.!+-]+)\s*(;.*)?$/;

/** Throws `UnpinnedRequirement` for a line that is not `name==version`. */
export function requirementsOf(path: string, file: string): Requirement[] {
  const text = readFileSync(file, 'utf-8').replace(/\\\r?\n/g, ' ');
  return text.split(/\r?\n/).map((line) => line.replace(/(^|\s)#.*$/, '').replace(/\s--hash[= ]\S+/g, '').trim()).filter((line) => line !== '').map((line) => {
    const [, name, version, marker] = PINNED.exec(line) ?? [];
    if (name) return { name: normalized(name), version, isConditional: marker !== undefined };
    throw new ZeroTrustError(path, 'UnpinnedRequirement', `'${line}' in ${basename(file)} names no exact version.`,
      'write the file by uv export --frozen --no-dev or pip-compile: name==version on each line.');
  });
}

/** Source: PyPA specifications, "Names and normalization". */
export function normalized(name: string): string {
  return name.replace(/[-_.]+/g, '-').toLowerCase();
}
