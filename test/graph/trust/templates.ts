import { buildGraph, GraphOptions } from '../../../src/graph/trust/build-graph';
import type { GraphEdge, TrustGraph } from '../../../src/graph/trust/trust-graph';
import { TemplateModel } from '../../../src/model';

export type Resources = Record<string, any>;

export const resource = (Type: string, Properties: object = {}): any => ({ Type, Properties });
export const ref = (id: string) => ({ Ref: id });
export const att = (id: string, name = 'Arn') => ({ 'Fn::GetAtt': [id, name] });
export const join = (...parts: unknown[]) => ({ 'Fn::Join': ['', parts] });
export const allow = (Action: unknown, Resource?: unknown, more: object = {}) => ({ Effect: 'Allow', Action, ...Resource === undefined ? {} : { Resource }, ...more });
export const deny = (Action: unknown, Resource?: unknown, more: object = {}) => ({ ...allow(Action, Resource, more), Effect: 'Deny' });
export const document = (...Statement: unknown[]) => ({ Version: '2012-10-17', Statement });
export const trust = (Principal: unknown, more: object = {}) => document({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole', ...more });
export const role = (...statements: unknown[]) => resource('AWS::IAM::Role', {
  AssumeRolePolicyDocument: trust({ Service: 'lambda.amazonaws.com' }), Policies: [{ PolicyName: 'Own', PolicyDocument: document(...statements) }],
});

/** A function `Fn` whose role has some statements, beside other resources. */
export function withFunction(statements: unknown[], others: Resources = {}, properties: object = {}): Resources {
  return { Fn: resource('AWS::Lambda::Function', { Role: att('Role'), ...properties }), Role: role(...statements), ...others };
}

export function graphOf(resources: Resources, options?: GraphOptions, template: object = {}, trusted: string[] = []): TrustGraph {
  return buildGraph(new TemplateModel([{ id: 'Stack', name: 'Stack', template: { ...template, Resources: resources } }], undefined, trusted), options);
}

/** As `Fn -> Orders: dynamodb:PutItem`, with `?` where it is possible only. */
export function told(edges: readonly GraphEdge[], kind: GraphEdge['kind']): string[] {
  return edges.filter((edge) => edge.kind === kind).map(({ from, to, actions, certainty, intent }) => (
    `${from.name} -> ${to.name}: ${actions.length > 0 ? actions.join(' ') : intent}${certainty === 'certain' ? '' : ' ?'}`)).sort();
}

/** Of the function, what it may call. */
export function accessOf(resources: Resources, options?: GraphOptions, template?: object, trusted?: string[]): string[] {
  return told(graphOf(resources, options, template, trusted).edges.filter(({ from }) => from.id === 'Stack/Fn'), 'access');
}
