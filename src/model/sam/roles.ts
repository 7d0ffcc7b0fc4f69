import { Draft } from './intrinsics';
import { canonicalJson } from './logical-ids';

/** The trust policy of a role for a service. */
export function assumedBy(service: string): Draft {
  return {
    Version: '2012-10-17',
    Statement: [{ Action: ['sts:AssumeRole'], Effect: 'Allow', Principal: { Service: [service] } }],
  };
}

/** An inline policy of a role. */
export function inlinePolicy(PolicyName: string, ...Statement: object[]): Draft {
  return { PolicyName, PolicyDocument: { Statement } };
}

export function allow(Action: unknown, Resource: unknown): Draft {
  return { Action, Effect: 'Allow', Resource };
}

/** What a function may do with a destination of a kind; `undefined` where SAM gives nothing. */
export function destinationPolicy(kind: unknown, arn: unknown, id: string): Draft | undefined {
  switch (kind) {
    case 'SQS': return inlinePolicy(`${id}SQSPolicy`, allow('sqs:SendMessage', arn));
    case 'SNS': return inlinePolicy(`${id}SNSPolicy`, allow('sns:publish', arn));
    case 'EventBridge': return inlinePolicy(`${id}EventBridgePolicy`, allow('events:PutEvents', arn));
    case 'Lambda': return inlinePolicy(`${id}LambdaPolicy`, allow('lambda:InvokeFunction', arn));
    case 'S3': case 'S3Bucket':
      return inlinePolicy(`${id}S3Policy`, allow('s3:PutObject', { 'Fn::Join': ['/', [arn, '*']] }), allow('s3:ListBucket', arn));
    default: return undefined;
  }
}

/** A role while policies are added: each only once. */
export class RoleDraft {
  public readonly managed: unknown[] = [];
  public readonly inline: unknown[] = [];
  private readonly known = new Set<string>();

  public addManaged(...policies: unknown[]): void {
    for (const policy of policies) if (this.isNew(policy)) this.managed.push(policy);
  }

  public addInline(...policies: Draft[]): void {
    for (const policy of policies) if (this.isNew(policy.PolicyDocument)) this.inline.push(policy);
  }

  private isNew(json: unknown): boolean {
    const text = canonicalJson(json);
    if (text !== '' && this.known.has(text)) return false;
    this.known.add(text);
    return true;
  }
}
