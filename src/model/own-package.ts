import { readFileSync } from 'fs';
import { join } from 'path';

/** What package.json has of this package. */
export interface OwnPackage {
  readonly name: string;
  readonly version: string;
  readonly peerDependencies: Record<string, string>;
}

/** The manifest of this package. Read here alone: in the bundles of a release, each file is as deep as this one. */
export function ownPackage(): OwnPackage {
  return JSON.parse(readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf-8')) as OwnPackage;
}
