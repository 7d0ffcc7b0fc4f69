import { accessanalyzerRules } from './accessanalyzer';
import { apigatewayRules } from './apigateway';
import { appsyncRules } from './appsync';
import { athenaRules } from './athena';
import { backupRules } from './backup';
import { budgetsRules } from './budgets';
import { CAPABILITIES } from './capabilities';
import { ceRules } from './ce';
import { cloudformationRules } from './cloudformation';
import { cloudfrontRules } from './cloudfront';
import { cloudtrailRules } from './cloudtrail';
import { cloudwatchRules } from './cloudwatch';
import { codebuildRules } from './codebuild';
import { codedeployRules } from './codedeploy';
import { codepipelineRules } from './codepipeline';
import { cognitoRules } from './cognito';
import { configRules } from './config';
import { coverageRules } from './coverage';
import { dataflowRules } from './dataflow';
import { daxRules } from './dax';
import { dynamodbRules } from './dynamodb';
import { ec2Rules } from './ec2';
import { ecrRules } from './ecr';
import { ecsRules } from './ecs';
import { eksRules } from './eks';
import { elbRules } from './elb';
import { emrRules } from './emr';
import { encryptionRules } from './encryption';
import { evaluate, Verdict } from './evaluate';
import { eventsRules } from './events';
import { exposureRules } from './exposure';
import { firehoseRules } from './firehose';
import { glueRules } from './glue';
import { graphRules } from './graph';
import { guarddutyRules } from './guardduty';
import { iamRules } from './iam';
import { inspectorRules } from './inspector';
import { kinesisRules } from './kinesis';
import { kmsRules } from './kms';
import { lambdaRules } from './lambda';
import { logsRules } from './logs';
import { macieRules } from './macie';
import { networkfirewallRules } from './networkfirewall';
import { opensearchRules } from './opensearch';
import { organizationsRules } from './organizations';
import { pipesRules } from './pipes';
import { rdsRules } from './rds';
import { route53resolverRules } from './route53resolver';
import type { Rule } from './rule';
import { s3Rules } from './s3';
import { sagemakerRules } from './sagemaker';
import { schedulerRules } from './scheduler';
import { secretsRules } from './secrets';
import { securityhubRules } from './securityhub';
import { securitylakeRules } from './securitylake';
import { signerRules } from './signer';
import { snsRules } from './sns';
import { sqsRules } from './sqs';
import { ssmRules } from './ssm';
import { statesRules } from './states';
import { trustRules } from './trust';
import { verifiedpermissionsRules } from './verifiedpermissions';
import { vpclatticeRules } from './vpclattice';
import { wafRules } from './waf';
import type { TemplateModel } from '../model';

/** Every rule, sorted by id. */
export const RULES: Rule[] = [
  ...accessanalyzerRules,
  ...apigatewayRules,
  ...appsyncRules,
  ...athenaRules,
  ...backupRules,
  ...budgetsRules,
  ...ceRules,
  ...cloudformationRules,
  ...cloudfrontRules,
  ...cloudtrailRules,
  ...cloudwatchRules,
  ...codebuildRules,
  ...codedeployRules,
  ...codepipelineRules,
  ...cognitoRules,
  ...configRules,
  ...dataflowRules,
  ...daxRules,
  ...dynamodbRules,
  ...ec2Rules,
  ...ecrRules,
  ...ecsRules,
  ...eksRules,
  ...elbRules,
  ...emrRules,
  ...encryptionRules,
  ...eventsRules,
  ...exposureRules,
  ...firehoseRules,
  ...glueRules,
  ...graphRules,
  ...guarddutyRules,
  ...iamRules,
  ...inspectorRules,
  ...kinesisRules,
  ...kmsRules,
  ...lambdaRules,
  ...logsRules,
  ...macieRules,
  ...networkfirewallRules,
  ...opensearchRules,
  ...organizationsRules,
  ...pipesRules,
  ...rdsRules,
  ...route53resolverRules,
  ...s3Rules,
  ...sagemakerRules,
  ...schedulerRules,
  ...secretsRules,
  ...securityhubRules,
  ...securitylakeRules,
  ...signerRules,
  ...snsRules,
  ...sqsRules,
  ...ssmRules,
  ...statesRules,
  ...trustRules,
  ...verifiedpermissionsRules,
  ...vpclatticeRules,
  ...wafRules,
].sort((a, b) => (a.id < b.id ? -1 : 1));

/** Findings on what was not read or not judged. They serve no control. */
export const COVERAGE: Rule[] = coverageRules(new Set(RULES.flatMap(({ types }) => types)));

/** What an audit did not read or judge: the one place that both doors take it from. What was read is not told. */
export function judgeCoverage(model: TemplateModel): Verdict[] {
  return evaluate(model, COVERAGE).filter(({ result }) => result.verdict !== 'pass');
}

/** A rule by its id, those on coverage and on capabilities included. */
export function ruleOf(id: string): Rule | undefined {
  return [RULES, COVERAGE, CAPABILITIES].flatMap((rules) => rules.find((rule) => rule.id === id) ?? [])[0];
}

export * from './capabilities';
export * from './evaluate';
export * from './rule';
