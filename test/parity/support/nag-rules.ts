import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { rules as NAG_RULES } from 'cdk-nag';
import { fivePacks } from '../../support/packs';

/** A rule of cdk-nag that at least one of the five packs uses. */
export interface NagRule {
  /** The name of its file. */
  readonly name: string;
  readonly service: string;
  /** What packs call it. */
  readonly ids: string[];
}

/** Services of serverless applications, as cdk-nag names them. */
const SERVICES = [
  'apigw', 'cloudfront', 'cloudtrail', 'cloudwatch', 'cognito', 'dynamodb', 'eventbridge', 'iam', 'kinesis', 'kms', 'lambda', 's3', 'secretsmanager',
  'sns', 'sqs', 'stepfunctions', 'vpc', 'waf',
];
/** And of its EC2 rules those on what functions have too. */
const SECURITY_GROUPS = ['EC2RestrictedCommonPorts', 'EC2RestrictedInbound', 'EC2RestrictedSSH', 'EC2SecurityGroupDescription'];

/** The rules of the five packs on serverless services. */
export function nagRules(): NagRule[] {
  return allNagRules().filter(isServerless);
}

/** Services of the other rules of the five packs. */
export function otherServices(): string[] {
  return [...new Set(allNagRules().filter((rule) => !isServerless(rule)).map(({ service }) => service))];
}

function isServerless({ name, service }: NagRule): boolean {
  return SERVICES.includes(service) || SECURITY_GROUPS.includes(name);
}

/** The rules of the five packs, told by the packs themselves. */
export function allNagRules(): NagRule[] {
  const ids = new Map<string, string[]>();
  for (const pack of fivePacks()) {
    const { packName } = pack as any;
    (pack as any).applyRule = ({ rule, ruleSuffixOverride }: any) => {
      ids.set(rule.name, [...(ids.get(rule.name) ?? []), `${packName}-${ruleSuffixOverride ?? rule.name}`]);
    };
    (pack as any).checkResource(new CfnResource(new Stack(new App()), 'Any', { type: 'Any::Type::Here' }));
  }
  return Object.entries<any>(NAG_RULES)
    .flatMap(([service, rules]) => Object.values<any>(rules).map(({ name }): NagRule => ({ name, service, ids: ids.get(name) ?? [] })))
    .filter(({ ids: used }) => used.length > 0);
}
