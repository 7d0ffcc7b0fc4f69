import { all, att, join, PARAMETER, ref, resource, RuleCase, set } from '../support/prove';
import { policyOf, response } from '../support/response';

const STATEMENT = 'PolicyDocument.Statement.0';
const MAPPINGS = 'arn:aws:lambda:eu-west-1:111122223333:event-source-mapping:*';
const allows = (Action: unknown, Resource: unknown, more: object = {}) => set('Acts', STATEMENT, { Effect: 'Allow', Action, Resource, ...more });
/** A definition that hands on what may be acted on. */
const listing = (name: unknown) => set('Machine', 'DefinitionString', join('{"States": {"Plan": {"Parameters": {"members":[{"name":"', name, '"}]}}}}'));

/** What proves the rule of IAM on incident response. */
export const responseCases: RuleCase[] = [{
  rule: 'ZT-IAM-025',
  on: 'PlayRole',
  secure: {
    ...response(),
    Fn: resource('AWS::Lambda::Function', { Role: att('FnRole') }),
    FnRole: resource('AWS::IAM::Role'),
    Acts: policyOf('PlayRole', ['lambda:PutFunctionConcurrency', 'lambda:TagResource'], att('Fn')),
  },
  passesWhen: {
    'it reads everything': allows(['lambda:ListFunctions', 'ec2:DescribeInstances'], '*'),
    'mappings are narrowed to a function': allows('lambda:UpdateEventSourceMapping', MAPPINGS, { Condition: { ArnLike: { 'lambda:FunctionArn': [att('Fn'), join(att('Fn'), ':*')] } } }),
    'it names a function of another app': set('Acts', `${STATEMENT}.Resource`, 'arn:aws:lambda:eu-west-1:111122223333:function:orders'),
    'it has the interfaces that a VPC needs': allows('ec2:CreateNetworkInterface', '*'),
    'its state machine lists the function': listing(ref('Fn')),
    'the function is of another stack, and carries the tag of its list': all(listing('other'), set('Fn', 'Tags', [{ Key: 'cdk-zero-trust:responder:12345678', Value: 'role' }])),
    'what acts on no findings changes everything': all(set('Rule', 'EventPattern.source', ['shop']), set('Acts', `${STATEMENT}.Resource`, '*')),
  },
  firesWhen: {
    'it changes every function': set('Acts', `${STATEMENT}.Resource`, '*'),
    'it changes functions by the start of a name': set('Acts', `${STATEMENT}.Resource`, 'arn:aws:lambda:eu-west-1:111122223333:function:app-*'),
    'it changes what begins with the name of a function': set('Acts', `${STATEMENT}.Resource`, join(att('Fn'), '*')),
    'it may do everything': allows('*', '*'),
    'it may do everything with functions': allows('lambda:*', '*'),
    'it may do all but one action': set('Acts', STATEMENT, { Effect: 'Allow', NotAction: 's3:GetObject', Resource: '*' }),
    'it attaches policies to every role': allows('iam:AttachRolePolicy', 'arn:aws:iam::111122223333:role/*'),
    'it stops every instance': allows('ec2:StopInstances', 'arn:aws:ec2:*:111122223333:instance/*'),
    'it changes itself': set('Acts', `${STATEMENT}.Resource`, att('Play')),
    'it changes the function that starts the response': set('Acts', `${STATEMENT}.Resource`, att('Intake')),
    'it changes the state machine': allows('states:UpdateStateMachine', ref('Machine')),
    'it changes its own role': allows('iam:PutRolePolicy', att('PlayRole')),
    'it changes a function that its state machine does not list': listing('other'),
    'it changes the role of a function that its state machine does not list': all(listing('other'), allows('iam:AttachRolePolicy', att('FnRole'))),
    'mappings are narrowed to itself': allows('lambda:UpdateEventSourceMapping', MAPPINGS, { Condition: { ArnLike: { 'lambda:FunctionArn': att('Play') } } }),
    'mappings are narrowed by what does not hold': allows('lambda:UpdateEventSourceMapping', MAPPINGS, { Condition: { ArnNotLike: { 'lambda:FunctionArn': att('Fn') } } }),
    'what it changes is a parameter': set('Acts', `${STATEMENT}.Resource`, PARAMETER),
    'its statements are a parameter': set('Acts', 'PolicyDocument', PARAMETER),
  },
}];
