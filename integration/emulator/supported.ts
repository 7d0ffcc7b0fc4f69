import { execFileSync } from 'child_process';
import { join } from 'path';

const PRINT = 'import json; from ministack.services.cloudformation.provisioners import _RESOURCE_HANDLERS as h; print(json.dumps(sorted(h)))';

/** The CloudFormation types that the emulator can make, as its own table names them. */
export function supportedTypes(venv: string): Set<string> {
  const output = execFileSync(join(venv, 'bin', 'python'), ['-c', PRINT], { encoding: 'utf-8', stdio: ['ignore', 'pipe', 'ignore'] });
  return new Set(JSON.parse(output.trim().split('\n').at(-1)!) as string[]);
}
