import { compact, Draft, getAtt, ifOf, isGiven, isNoValue, textOf } from './intrinsics';
import { managedPolicyArn, readPolicies } from './policies';
import { assumedBy, RoleDraft } from './roles';
import { SamResource } from './sam-resource';
import { tagList } from './tags';
import { Translation } from './translation';
import { own } from '../json';

/** The role that SAM makes where none is named, or where one branch of a `Fn::If` names none. Events add to it until it is finished. */
export class ExecutionRole extends RoleDraft {
  constructor(private readonly made: (managed: unknown[], inline: unknown[]) => void) {
    super();
  }

  public finish(): void {
    this.made(this.managed, this.inline);
  }
}

/** Sets the role of the function to the one that is made, where one is. */
export function functionRole(t: Translation, source: SamResource, properties: Draft): ExecutionRole {
  const { logicalId } = source;
  const roleId = `${logicalId}Role`;
  const placed = placeOf(t, source.get('Role'), roleId);
  if (placed) properties.Role = placed.value;
  const role = new ExecutionRole((managed, inline) => {
    if (!placed) return;
    t.add(source, roleId, 'AWS::IAM::Role', compact({
      AssumeRolePolicyDocument: source.get('AssumeRolePolicyDocument') ?? assumedBy('lambda.amazonaws.com'),
      ManagedPolicyArns: managed,
      Policies: inline.length > 0 ? inline : undefined,
      Path: source.get('RolePath'),
      PermissionsBoundary: source.get('PermissionsBoundary'),
      Tags: tagList(source.get('Tags'), 'lambda:createdBy'),
    }), placed.condition === undefined ? {} : { Condition: placed.condition });
  });
  const { managed, inline } = readPolicies(source.get('Policies'), roleId, (index) => t.unread.add('property', `${logicalId}.Policies[${index}]`));
  role.addManaged(...builtIn(t, source), ...managed);
  const deadLetters = source.object('DeadLetterQueue');
  const action = own({ SQS: 'sqs:SendMessage', SNS: 'sns:Publish' }, textOf(deadLetters.Type));
  if (action !== undefined) {
    role.inline.push({
      PolicyName: 'DeadLetterQueuePolicy',
      PolicyDocument: { Version: '2012-10-17', Statement: [{ Action: action, Resource: deadLetters.TargetArn, Effect: 'Allow' }] },
    });
  }
  role.inline.push(...inline);
  return role;
}

function builtIn(t: Translation, source: SamResource): string[] {
  const tracing = source.get('Tracing');
  return [
    source.get('DurableConfig') ? 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicDurableExecutionRolePolicy' : 'AWSLambdaBasicExecutionRole',
    ...isGiven(tracing) && t.literal(tracing) !== 'Disabled' ? ['AWSXrayWriteOnlyAccess'] : [],
    ...isGiven(source.get('VpcConfig')) ? ['AWSLambdaVPCAccessExecutionRole'] : [],
  ].map((name) => managedPolicyArn(name));
}

/** Where the role that is made stands in the property of the function, and when it is made; nothing where the template names one. */
function placeOf(t: Translation, role: unknown, roleId: string): { value: unknown; condition?: string } | undefined {
  const made = getAtt(roleId, 'Arn');
  if (role === undefined || isNoValue(role)) return { value: made };
  const [condition, yes, no] = ifOf(role) ?? [];
  if (condition === undefined || (!isNoValue(yes) && !isNoValue(no))) return undefined;
  if (isNoValue(yes) && isNoValue(no)) return { value: made };
  if (isNoValue(yes)) return { value: { 'Fn::If': [condition, made, no] }, condition };
  t.conditions.set(`NOT${condition}`, { 'Fn::Not': [{ Condition: condition }] });
  return { value: { 'Fn::If': [condition, yes, made] }, condition: `NOT${condition}` };
}
