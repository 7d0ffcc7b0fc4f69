import { ANY_METHOD, pathItems, pathPattern } from './api-body';
import { emptyDraft } from './draft';
import { Draft, listOf, sub, textOf } from './intrinsics';
import { JsonObject } from '../json';

const POLICY = 'x-amazon-apigateway-policy';

/** HTTP knows fewer: of more, a policy is read as one for all of them. */
const MAX_METHODS = 30;

/** Writes the resource policy of a REST API for one path: who is let in, and who is kept out. */
export function addResourcePolicy(body: Draft, path: string, stage: unknown, policy: JsonObject): void {
  const Resource = methodsOf(body, path, stage);
  const statement = (Effect: string, Principal: unknown, Condition?: object) => ({
    Effect, Action: 'execute-api:Invoke', Resource, Principal, ...Condition && { Condition },
  });
  const accounts = (list: unknown, effect: string) => {
    if (listOf(list).length > 0) addStatements(body, [statement(effect, { AWS: listOf(list) })]);
  };
  const ranges = (list: unknown, operator: string) => {
    if (listOf(list).length > 0) addStatements(body, [statement('Allow', '*'), statement('Deny', '*', { [operator]: { 'aws:SourceIp': listOf(list) } })]);
  };
  const networks = (kind: 'Blacklist' | 'Whitelist', operator: string) => {
    const named = listOf(policy[`SourceVpc${kind}`]);
    const vpcs = [...named.filter((id) => /^vpc-/.test(textOf(id))), ...listOf(policy[`IntrinsicVpc${kind}`])];
    const endpoints = [...named.filter((id) => /^vpce-/.test(textOf(id))), ...listOf(policy[`IntrinsicVpce${kind}`])];
    const sources = { ...vpcs.length > 0 && { 'aws:SourceVpc': vpcs }, ...endpoints.length > 0 && { 'aws:SourceVpce': endpoints } };
    if (vpcs.length + endpoints.length > 0) addStatements(body, [statement('Allow', '*'), statement('Deny', '*', { [operator]: sources })]);
  };
  accounts(policy.AwsAccountWhitelist, 'Allow');
  accounts(policy.AwsAccountBlacklist, 'Deny');
  ranges(policy.IpRangeWhitelist, 'NotIpAddress');
  ranges(policy.IpRangeBlacklist, 'IpAddress');
  networks('Blacklist', 'StringEquals');
  networks('Whitelist', 'StringNotEquals');
}

export function addStatements(body: Draft, statements: unknown[]): void {
  if (statements.length === 0) return;
  const policy = (body[POLICY] ??= emptyDraft()) as Draft;
  policy.Version = '2012-10-17';
  const before = policy.Statement;
  if (Array.isArray(before)) before.push(...statements);
  else policy.Statement = [...listOf(before), ...statements];
}

function methodsOf(body: Draft, path: string, stage: unknown): object[] {
  const written = pathItems(body, path).flatMap((item) => Object.keys(item));
  const names = (written.length > MAX_METHODS ? ['any'] : written).map((name) => ([ANY_METHOD, 'any'].includes(name.toLowerCase()) ? '*' : name.toUpperCase()));
  return names.map((name) => sub(`execute-api:/\${__Stage__}/${name}${pathPattern(path)}`, { __Stage__: stage }));
}
