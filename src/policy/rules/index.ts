import { accessanalyzerRules } from './accessanalyzer';
import { apigatewayRules } from './apigateway';
import { backupRules } from './backup';
import { cloudfrontRules } from './cloudfront';
import { cloudtrailRules } from './cloudtrail';
import { cloudwatchRules } from './cloudwatch';
import { codebuildRules } from './codebuild';
import { codepipelineRules } from './codepipeline';
import { cognitoRules } from './cognito';
import { configRules } from './config';
import { daxRules } from './dax';
import { dynamodbRules } from './dynamodb';
import { ec2Rules } from './ec2';
import { eventsRules } from './events';
import { firehoseRules } from './firehose';
import { guarddutyRules } from './guardduty';
import { iamRules } from './iam';
import { kinesisRules } from './kinesis';
import { kmsRules } from './kms';
import { lambdaRules } from './lambda';
import { logsRules } from './logs';
import { macieRules } from './macie';
import { networkfirewallRules } from './networkfirewall';
import { pipesRules } from './pipes';
import { route53resolverRules } from './route53resolver';
import type { Rule } from './rule';
import { s3Rules } from './s3';
import { schedulerRules } from './scheduler';
import { secretsRules } from './secrets';
import { securityhubRules } from './securityhub';
import { signerRules } from './signer';
import { snsRules } from './sns';
import { sqsRules } from './sqs';
import { statesRules } from './states';
import { verifiedpermissionsRules } from './verifiedpermissions';
import { vpclatticeRules } from './vpclattice';
import { wafRules } from './waf';

/** Every rule, sorted by id. */
export const RULES: Rule[] = [
  ...accessanalyzerRules,
  ...apigatewayRules,
  ...backupRules,
  ...cloudfrontRules,
  ...cloudtrailRules,
  ...cloudwatchRules,
  ...codebuildRules,
  ...codepipelineRules,
  ...cognitoRules,
  ...configRules,
  ...daxRules,
  ...dynamodbRules,
  ...ec2Rules,
  ...eventsRules,
  ...firehoseRules,
  ...guarddutyRules,
  ...iamRules,
  ...kinesisRules,
  ...kmsRules,
  ...lambdaRules,
  ...logsRules,
  ...macieRules,
  ...networkfirewallRules,
  ...pipesRules,
  ...route53resolverRules,
  ...s3Rules,
  ...schedulerRules,
  ...secretsRules,
  ...securityhubRules,
  ...signerRules,
  ...snsRules,
  ...sqsRules,
  ...statesRules,
  ...verifiedpermissionsRules,
  ...vpclatticeRules,
  ...wafRules,
].sort((a, b) => (a.id < b.id ? -1 : 1));

export * from './evaluate';
export * from './rule';
