import { Duration, Stack, StackProps, Stage } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Metric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { SigningProfile } from 'aws-cdk-lib/aws-signer';
import { Construct } from 'constructs';
import {
  AuditTrail, ComplianceBaseline, ConformanceFramework, PipelineCondition, PipelineSource, PipelineStage, Remediation, ReportEvidence, ReportSchedule,
  SecurePipeline, SignedCode, TrustZone,
} from 'cdk-zero-trust';

/** A version of the profile that signs releases: `aws signer put-signing-profile --profile-name releases --platform-id AWSLambda-SHA384-ECDSA`. */
export const RELEASES = 'arn:aws:signer:eu-west-1:111122223333:/signing-profiles/releases/h6mUk3bHqP';

export interface DeliveryStackProps extends StackProps {
  readonly production: Stage;
}

/** From a push to main into production: judged, signed, approved, watched while it bakes. */
export class DeliveryStack extends Stack {
  constructor(scope: Construct, id: string, props: DeliveryStackProps) {
    super(scope, id, { terminationProtection: true, ...props });

    // who reads or changes an artifact is on record
    new AuditTrail(this, 'Trail');

    // the functions here are signed as those of orders-api are: by the pipeline, and once by whoever deploys this stack for the first time
    const signed = new SignedCode(this, 'Signed');
    signed.allowPublisher(RELEASES);
    signed.requireIn(TrustZone.of(this));

    // beside the pipeline, because nothing refers from one stage to another: the metric is known by the name of the API
    const errors = new Alarm(this, 'ServerErrors', {
      alarmDescription: 'orders-api answers with server errors',
      metric: new Metric({ namespace: 'AWS/ApiGateway', metricName: '5XXError', dimensionsMap: { ApiName: 'Production-Orders-Api' }, statistic: Stats.SUM, period: Duration.minutes(1) }),
      threshold: 5,
      evaluationPeriods: 2,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    errors.addAlarmAction(new SnsAction(TrustZone.of(this).alarmTopic));

    const pipeline = new SecurePipeline(this, 'Pipeline', {
      source: PipelineSource.connection('arn:aws:codeconnections:eu-west-1:111122223333:connection/6f1c2a34-9b8e-4d0f-8a7b-0c1d2e3f4a5b', 'acme/orders', 'main'),
      synth: ['npx projen bundle:orders-api', 'cd examples/delivery && npx cdk synth --quiet'],
      cloudAssembly: 'examples/delivery/cdk.out',
      signing: SigningProfile.fromSigningProfileAttributes(this, 'Releases', { signingProfileName: 'releases', signingProfileVersion: 'h6mUk3bHqP' }),
      stages: [
        PipelineStage.of(props.production, {
          conditions: [PipelineCondition.alarm(errors), PipelineCondition.deploymentWindow('* * 9-16 ? * MON-THU', 'Europe/Berlin')],
          bake: [errors],
          bakeTime: Duration.minutes(20),
        }),
      ],
    });

    // the account that production is in: what drifts from the rules after the deployment is seen, logs without an end get one, and each Monday a signed report
    // joins what the gate judged with what AWS Config finds
    new ComplianceBaseline(this, 'Compliance', {
      frameworks: [ConformanceFramework.FSBP],
      remediate: [Remediation.retainLogs(['/aws/lambda/Production-*'])],
      reports: ReportSchedule.weekly(),
      evidence: ReportEvidence.pipeline(pipeline),
    });
  }
}
