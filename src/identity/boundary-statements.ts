import * as iam from 'aws-cdk-lib/aws-iam';

/** What no role under a boundary does, whatever it is granted: group → actions. */
const FORBIDDEN: Record<string, string[]> = {
  // every write but PassRole, which names the role that is passed, and tags
  NobodyWidensRights: [
    'iam:Add*', 'iam:Attach*', 'iam:Create*', 'iam:Delete*', 'iam:Detach*', 'iam:Put*', 'iam:Remove*', 'iam:Set*', 'iam:Update*',
    'iam:Upload*', 'sts:AssumeRoot',
  ],
  KeepKeys: ['kms:DeleteImportedKeyMaterial', 'kms:DisableKey', 'kms:PutKeyPolicy', 'kms:ScheduleKeyDeletion'],
  StayInTheOrganization: ['account:*', 'organizations:*'],
  KeepTheRecord: [
    'access-analyzer:Delete*', 'cloudtrail:Delete*', 'cloudtrail:Put*', 'cloudtrail:StopLogging', 'cloudtrail:UpdateTrail', 'config:Delete*',
    'config:Stop*', 'guardduty:Delete*', 'guardduty:Disassociate*', 'guardduty:UpdateDetector', 'logs:DeleteLogGroup', 'logs:DeleteLogStream',
    'securityhub:Disable*', 'securityhub:Disassociate*',
  ],
};

/** Whether a pattern of IAM stands for an action. */
export function covers(pattern: string, action: string): boolean {
  const escaped = pattern.toLowerCase().replace(/[.+^$()|[\]\\{}]/g, '\\$&').replace(/\*/g, '.*').replace(/\?/g, '.');
  return new RegExp(`^${escaped}$`).test(action.toLowerCase());
}

/** The pattern by which a boundary forbids an action, or one that the action, if it is a pattern itself, reaches into. */
export function forbiddenBy(action: string, exempt: string[]): string | undefined {
  return forbidden(exempt).flatMap(([, patterns]) => patterns).find((pattern) => covers(pattern, action) || covers(action, pattern));
}

export function denials(exempt: string[]): iam.PolicyStatement[] {
  return forbidden(exempt).map(([sid, actions]) => new iam.PolicyStatement({
    sid, effect: iam.Effect.DENY, actions, resources: ['*'],
  }));
}

/** A pattern that stands for an exception is left out as a whole: a Deny cannot spare one action of it. */
function forbidden(exempt: string[]): [string, string[]][] {
  return Object.entries(FORBIDDEN)
    .map(([sid, patterns]): [string, string[]] => [sid, patterns.filter((pattern) => !exempt.some((action) => covers(pattern, action)))])
    .filter(([, patterns]) => patterns.length > 0);
}
