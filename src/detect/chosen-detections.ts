import { existsSync, readFileSync, statSync } from 'fs';
import { basename, extname } from 'path';
import type { Detection } from './detection';
import { checkTests } from './detection-tests';
import { shippedDetections } from './shipped-detections';
import { parseDetection } from './sigma';
import { ZeroTrustError } from '../core/errors';

interface Choice {
  readonly files?: string[];
  readonly without?: string[];
}

/** About one event of CloudTrail, as EventBridge delivers it. */
export function isLive({ window, service }: Detection): boolean {
  return window === undefined && service === 'cloudtrail';
}

/** About one event of AWS WAF or API Gateway, as a log group has it. */
export function isLiveInLogs({ window, service }: Detection): boolean {
  return window === undefined && service !== 'cloudtrail';
}

/**
 * The detections of the package and of files that run at one place, less those that are left out.
 *
 * @param runs whether one runs there; a file that does not is refused
 * @param because what is said of a file that does not
 */
export function chosenDetections(
  path: string, { files = [], without = [] }: Choice, runs: (one: Detection) => boolean, because: string,
): Detection[] {
  const shipped = shippedDetections().filter(runs);
  const own = files.map((file) => ownDetection(path, file, runs, because));
  const all = [...shipped, ...own];
  for (const [at, { name, id }] of all.entries()) {
    if (all.findIndex((other) => other.name === name || other.id === id) < at) {
      throw new ZeroTrustError(path, 'DetectionTwice', `there is another detection with the name or id of ${name}.`, 'give each file its own name and id.');
    }
  }
  const unknown = without.find((name) => !all.some((detection) => detection.name === name));
  if (unknown !== undefined) throw new ZeroTrustError(path, 'UnknownDetection', `no detection is called ${unknown}.`, 'use a name of docs/constructs/detections.md.');
  return all.filter(({ name }) => !without.includes(name));
}

function ownDetection(path: string, file: string, runs: (one: Detection) => boolean, because: string): Detection {
  if (!existsSync(file) || !statSync(file).isFile() || !['.yml', '.yaml'].includes(extname(file))) {
    throw new ZeroTrustError(path, 'BadDetectionFile', `${file} is no YAML file.`, 'name a file that ends with .yml.');
  }
  const detection = parseDetection(basename(file, extname(file)), readFileSync(file, 'utf-8'));
  if (!runs(detection)) {
    throw new ZeroTrustError(path, 'NotLive', `${detection.name} ${because}.`, 'name the file there.');
  }
  checkTests(detection);
  return detection;
}
