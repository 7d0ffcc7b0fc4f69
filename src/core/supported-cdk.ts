import { App } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { ZeroTrustError } from './errors';

/** The peer dependency, which installers only warn about: from here on acknowledgements may have `::` inside their brackets. */
export const CDK_MINIMUM = '2.269.0';

/**
 * Throws `CdkTooOld` where the app's aws-cdk-lib would fail later, with an error that names neither.
 *
 * @internal
 */
export function requireSupportedCdk(scope: IConstruct | string): void {
  const found = (App as any)[Symbol.for('jsii.rtti')]?.version as string | undefined;
  if (found === undefined || found === '0.0.0' || !isOlder(found, CDK_MINIMUM)) return; // 0.0.0: built from its source
  throw new ZeroTrustError(scope, 'CdkTooOld', `needs aws-cdk-lib >= ${CDK_MINIMUM}, found ${found}.`,
    `install aws-cdk-lib ${CDK_MINIMUM} or newer, and only one copy of it.`);
}

/** The numbers alone: a pre-release of a version counts as that version. */
function isOlder(version: string, than: string): boolean {
  const [left, right] = [version, than].map((each) => each.split(/[.-]/).slice(0, 3).map(Number));
  const differing = left.findIndex((part, i) => part !== right[i]);
  return differing >= 0 && left[differing] < right[differing];
}
