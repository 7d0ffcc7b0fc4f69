import { apigatewayRules } from './apigateway';
import { cloudtrailRules } from './cloudtrail';
import { cognitoRules } from './cognito';
import { dynamodbRules } from './dynamodb';
import { ec2Rules } from './ec2';
import { iamRules } from './iam';
import { kmsRules } from './kms';
import { lambdaRules } from './lambda';
import { logsRules } from './logs';
import type { Rule } from './rule';
import { s3Rules } from './s3';
import { secretsRules } from './secrets';
import { snsRules } from './sns';
import { sqsRules } from './sqs';
import { wafRules } from './waf';

/** Every rule, sorted by id. */
export const RULES: Rule[] = [
  ...apigatewayRules,
  ...cloudtrailRules,
  ...cognitoRules,
  ...dynamodbRules,
  ...ec2Rules,
  ...iamRules,
  ...kmsRules,
  ...lambdaRules,
  ...logsRules,
  ...s3Rules,
  ...secretsRules,
  ...snsRules,
  ...sqsRules,
  ...wafRules,
].sort((a, b) => (a.id < b.id ? -1 : 1));

export * from './evaluate';
export * from './rule';
