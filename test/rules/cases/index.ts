import { accessanalyzerCases } from './accessanalyzer';
import { apigatewayCases } from './apigateway';
import { appsyncCases } from './appsync';
import { athenaCases } from './athena';
import { backupCases } from './backup';
import { budgetsCases } from './budgets';
import { ceCases } from './ce';
import { cloudformationCases } from './cloudformation';
import { cloudfrontCases } from './cloudfront';
import { cloudtrailCases } from './cloudtrail';
import { cloudwatchCases } from './cloudwatch';
import { codebuildCases } from './codebuild';
import { codedeployCases } from './codedeploy';
import { codepipelineCases } from './codepipeline';
import { cognitoCases } from './cognito';
import { configCases } from './config';
import { dataflowCases } from './dataflow';
import { daxCases } from './dax';
import { dynamodbCases } from './dynamodb';
import { ec2Cases } from './ec2';
import { ecrCases } from './ecr';
import { ecsCases } from './ecs';
import { eksCases } from './eks';
import { elbCases } from './elb';
import { emrCases } from './emr';
import { encryptionCases } from './encryption';
import { eventsCases } from './events';
import { exposureCases } from './exposure';
import { firehoseCases } from './firehose';
import { glueCases } from './glue';
import { graphCases } from './graph';
import { guarddutyCases } from './guardduty';
import { iamCases } from './iam';
import { inspectorCases } from './inspector';
import { kinesisCases } from './kinesis';
import { kmsCases } from './kms';
import { lambdaCases } from './lambda';
import { logsCases } from './logs';
import { macieCases } from './macie';
import { networkfirewallCases } from './networkfirewall';
import { opensearchCases } from './opensearch';
import { organizationsCases } from './organizations';
import { pipesCases } from './pipes';
import { rdsCases } from './rds';
import { route53resolverCases } from './route53resolver';
import { s3Cases } from './s3';
import { sagemakerCases } from './sagemaker';
import { schedulerCases } from './scheduler';
import { secretsCases } from './secrets';
import { securityhubCases } from './securityhub';
import { securitylakeCases } from './securitylake';
import { signerCases } from './signer';
import { snsCases } from './sns';
import { sqsCases } from './sqs';
import { ssmCases } from './ssm';
import { statesCases } from './states';
import { trustCases } from './trust';
import { verifiedpermissionsCases } from './verifiedpermissions';
import { vpclatticeCases } from './vpclattice';
import { wafCases } from './waf';
import { RuleCase } from '../support/prove';

/** What proves every rule. */
export const CASES: RuleCase[] = [
  ...accessanalyzerCases,
  ...apigatewayCases,
  ...appsyncCases,
  ...athenaCases,
  ...backupCases,
  ...budgetsCases,
  ...ceCases,
  ...cloudformationCases,
  ...cloudfrontCases,
  ...cloudtrailCases,
  ...cloudwatchCases,
  ...codebuildCases,
  ...codedeployCases,
  ...codepipelineCases,
  ...cognitoCases,
  ...configCases,
  ...dataflowCases,
  ...daxCases,
  ...dynamodbCases,
  ...ec2Cases,
  ...ecrCases,
  ...ecsCases,
  ...eksCases,
  ...elbCases,
  ...emrCases,
  ...encryptionCases,
  ...eventsCases,
  ...exposureCases,
  ...firehoseCases,
  ...glueCases,
  ...graphCases,
  ...guarddutyCases,
  ...iamCases,
  ...inspectorCases,
  ...kinesisCases,
  ...kmsCases,
  ...lambdaCases,
  ...logsCases,
  ...macieCases,
  ...networkfirewallCases,
  ...opensearchCases,
  ...organizationsCases,
  ...pipesCases,
  ...rdsCases,
  ...route53resolverCases,
  ...s3Cases,
  ...sagemakerCases,
  ...schedulerCases,
  ...secretsCases,
  ...securityhubCases,
  ...securitylakeCases,
  ...signerCases,
  ...snsCases,
  ...sqsCases,
  ...ssmCases,
  ...statesCases,
  ...trustCases,
  ...verifiedpermissionsCases,
  ...vpclatticeCases,
  ...wafCases,
];
