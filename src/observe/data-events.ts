import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as cloudtrail from 'aws-cdk-lib/aws-cloudtrail';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { IConstruct } from 'constructs';

/** What CloudTrail needs to know of one store to record who reads and writes what is in it. */
interface Store {
  readonly type: 'AWS::DynamoDB::Table' | 'AWS::Lambda::Function' | 'AWS::S3::Object';
  readonly arn: string;
  /** The ARN of a store by its name. */
  readonly named: (name: string) => string;
  /** The name in the template; none when CloudFormation makes one up. */
  readonly physicalName?: string;
}

/** Which ARNs an event selector takes. */
interface Match {
  readonly type: string;
  readonly operator: 'equalTo' | 'startsWith';
  readonly arn: string;
}

/** CloudFormation puts the stack's name in front of the names that it makes up, and cuts it no shorter than this. */
const KEPT_OF_STACK_NAME = 20;

/**
 * Management events of the account, and data events of the stores among the members.
 *
 * Source: AWS CloudTrail user guide, "Filtering data events by using advanced event selectors".
 */
export function eventSelectors(
  trail: IConstruct, members: IConstruct[], invocations: boolean,
): cloudtrail.CfnTrail.AdvancedEventSelectorProperty[] {
  const selectors = new Map<string, { first: Match; arns: Set<string> }>();
  for (const member of members) {
    const store = storeOf(member);
    if (!store || (store.type === 'AWS::Lambda::Function' && !invocations)) continue;
    const match = matchOf(trail, member, store);
    const key = `${match.type} ${match.operator}`;
    const selector = selectors.get(key) ?? { first: match, arns: new Set() };
    selectors.set(key, selector);
    selector.arns.add(match.arn);
  }
  return [
    { name: 'Management events', fieldSelectors: [{ field: 'eventCategory', equalTo: ['Management'] }] },
    ...[...selectors].map(([name, { first, arns }]) => ({
      name,
      fieldSelectors: [
        { field: 'eventCategory', equalTo: ['Data'] },
        { field: 'resources.type', equalTo: [first.type] },
        { field: 'resources.ARN', [first.operator]: [...arns] },
      ],
    })),
  ];
}

/**
 * A store of another stack is never referenced: its stack stands on the zone's, so that would be a cycle. It is found by
 * its name, by what its name begins with, or by its kind alone; that records events too many, never one too few.
 */
function matchOf(trail: IConstruct, member: IConstruct, { type, arn, named, physicalName }: Store): Match {
  const objects = type === 'AWS::S3::Object';
  const operator = objects ? 'startsWith' : 'equalTo';
  const end = objects ? '/' : '';
  if (Stack.of(member) === Stack.of(trail)) return { type, operator, arn: `${arn}${end}` };
  // an L2 gives its resource a token in any case
  const name = Stack.of(member).resolve(physicalName);
  if (name === undefined) {
    const prefix = rootOf(Stack.of(member)).stackName.slice(0, KEPT_OF_STACK_NAME);
    return { type, operator: 'startsWith', arn: named(objects ? prefix.toLowerCase() : prefix) };
  }
  return typeof name === 'string' ? { type, operator, arn: `${named(name)}${end}` } : { type, operator: 'startsWith', arn: named('') };
}

function storeOf(member: IConstruct): Store | undefined {
  const stack = Stack.of(member);
  if (member instanceof dynamodb.TableV2 || member instanceof dynamodb.Table) {
    return {
      type: 'AWS::DynamoDB::Table',
      arn: member.tableArn,
      named: (resourceName) => stack.formatArn({ service: 'dynamodb', resource: 'table', resourceName }),
      physicalName: (member.node.defaultChild as dynamodb.CfnTable | dynamodb.CfnGlobalTable).tableName,
    };
  }
  if (member instanceof s3.Bucket) {
    return {
      type: 'AWS::S3::Object',
      arn: member.bucketArn,
      named: (resource) => stack.formatArn({ service: 's3', region: '', account: '', resource }),
      physicalName: (member.node.defaultChild as s3.CfnBucket).bucketName,
    };
  }
  if (member instanceof lambda.Function) {
    return {
      type: 'AWS::Lambda::Function',
      arn: member.functionArn,
      named: (resourceName) => stack.formatArn({
        service: 'lambda', resource: 'function', resourceName, arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      }),
      physicalName: (member.node.defaultChild as lambda.CfnFunction).functionName,
    };
  }
  return undefined;
}

/** A nested stack's name begins with the name of the stack around it. */
function rootOf(stack: Stack): Stack {
  return stack.nestedStackParent ? rootOf(stack.nestedStackParent) : stack;
}
