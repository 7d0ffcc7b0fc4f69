import { describe, Statement, TemplateResource, textOf } from '../../model';
import { statementsForRole } from '../../model/identity-policies';
import { every, fail, pass, resourceOf } from '../../model/judge';
import { ownersInSubnet } from '../network-interfaces';
import type { Rule, RuleResult } from '../rule';

/** IAM service prefix → end of the name of its endpoint service. Source: AWS PrivateLink guide, "AWS services that integrate". */
const ENDPOINTS: Record<string, string> = {
  'cognito-idp': 'cognito-idp',
  'dynamodb': 'dynamodb',
  'events': 'events',
  'firehose': 'kinesis-firehose',
  'lambda': 'lambda',
  's3': 's3',
  'secretsmanager': 'secretsmanager',
  'sns': 'sns',
  'sqs': 'sqs',
  'ssm': 'ssm',
  'states': 'states',
  'verifiedpermissions': 'verifiedpermissions',
};
/** What Lambda itself calls for the function, from outside of the VPC: it polls sources. */
const BY_LAMBDA = /^(sqs:(receive|delete|changemessagevisibility|getqueue)|dynamodb:(getrecords|getsharditerator|describestream|liststreams))/;

export const rule: Rule = {
  id: 'ZT-EC2-012',
  title: 'VPCs have endpoints for the main AWS services that their Lambda functions may call',
  severity: 'medium',
  types: ['AWS::EC2::VPC'],
  rationale: 'Without an endpoint, a call goes over the internet and bypasses every endpoint policy, or fails. Gateway endpoints for S3 and DynamoDB are free.',
  remediation: 'Add an AWS::EC2::VPCEndpoint for the service: of type Gateway for s3 and dynamodb, Interface for the others.',
  check(vpc) {
    const functions = [...new Set(vpc.referrers('AWS::EC2::Subnet').filter((subnet) => resourceOf(subnet.at('VpcId').value) === vpc).flatMap(ownersInSubnet))]
      .filter(({ type }) => type === 'AWS::Lambda::Function');
    const endpoints = vpc.referrers('AWS::EC2::VPCEndpoint').filter((endpoint) => resourceOf(endpoint.at('VpcId').value) === vpc)
      .map((endpoint) => textOf(endpoint.at('ServiceName').value) ?? '');
    return every(pass(endpoints.join(', ')), ...functions.map((fn) => isServed(fn, endpoints)));
  },
};

function isServed(fn: TemplateResource, endpoints: string[]): RuleResult {
  const missing = [...servicesOf(fn)].filter((service) => !endpoints.some((name) => name.endsWith(`.${ENDPOINTS[service]}`)));
  return missing.length === 0 ? pass() : fail(`it has no endpoint for services that ${fn.name} may call`, missing.join(', '));
}

/** The services that the role of a function allows, without what only Lambda calls by it. */
function servicesOf(fn: TemplateResource): Set<string> {
  const role = resourceOf(fn.at('Role').value, 'AWS::IAM::Role');
  const statements = role ? statementsForRole(role).statements.filter(({ allows }) => allows) : [];
  const calling = statements.map((statement) => ({ statement, services: servicesIn(statement) })).filter(({ services }) => services.length > 0);
  const kept = failureTargets(fn);
  return new Set(calling.filter(({ statement }) => !isForFailures(statement, kept)).flatMap(({ services }) => services));
}

function servicesIn({ actions }: Statement): string[] {
  return actions.filter((action) => action.split(':')[0] in ENDPOINTS && !BY_LAMBDA.test(action)).map((action) => action.split(':')[0]);
}

/** Where Lambda itself sends invocations and their results. */
function failureTargets(fn: TemplateResource): string[] {
  const configured = fn.referrers('AWS::Lambda::EventInvokeConfig', 'AWS::Lambda::EventSourceMapping')
    .flatMap((one) => ['OnFailure', 'OnSuccess'].map((event) => one.at('DestinationConfig', event, 'Destination')));
  return [fn.at('DeadLetterConfig', 'TargetArn'), ...configured].filter((target) => !target.isAbsent).map((target) => describe(target.value));
}

function isForFailures({ resources }: Statement, targets: string[]): boolean {
  return resources.length > 0 && resources.every((value) => targets.includes(describe(value)));
}
