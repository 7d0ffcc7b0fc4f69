import { DefaultStackSynthesizer, Fn, Stack } from 'aws-cdk-lib';
import { Role } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { AccountStack } from './account-stack';
import { AssessmentStack } from './assessment-stack';
import { DataClass, Detections, LogKind, ScheduledDetections, SecureFunction, SiemExport, TrustZone } from 'cdk-zero-trust';

export interface AccountWatchProps {
  readonly account: AccountStack;
  readonly assessment: AssessmentStack;
  readonly siem?: SiemExport;
}

/** Detections on calls in the whole account, which run once: each responder takes the findings about functions of its own zone. */
export function watchAccount(zone: TrustZone, { account, assessment, siem }: AccountWatchProps): void {
  const stack = Stack.of(zone);
  const deploys = (stack.synthesizer as DefaultStackSynthesizer).cloudFormationExecutionRoleArn;
  // the other zone's responder isolates functions as well
  const responder = assessment.responder.node.findAll().filter((one) => one instanceof SecureFunction).map(({ role }) => role!);
  new Detections(zone, 'Detections', { deployRoles: [Role.fromRoleArn(zone, 'Deploys', Fn.sub(deploys)), ...responder] });
  new ScheduledDetections(zone, 'LogDetections', { trailLogGroup: account.trail.logGroup });
  // by its name: its stack must not refer to this one
  siem?.addLogGroup(LogGroup.fromLogGroupName(zone, 'TrailLogs', account.trail.logGroup.logGroupName), LogKind.CLOUDTRAIL, DataClass.CONFIDENTIAL);
}
