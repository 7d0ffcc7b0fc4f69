import type { FunctionTarget } from '../function';
import { compact, ref, sub } from '../intrinsics';
import { hashedId, isAlphanumeric } from '../logical-ids';
import { SamResource } from '../sam-resource';
import { Translation } from '../translation';

/** Who may call a function, and from where. */
export interface Caller {
  readonly principal: string;
  readonly sourceArn?: unknown;
  readonly sourceAccount?: unknown;
  readonly eventSourceToken?: unknown;
}

/** Lets a service call the function; gives the logical id of the permission. */
export function permit(t: Translation, { source, name }: FunctionTarget, prefix: string, caller: Caller, suffix = ''): string {
  const id = isAlphanumeric(suffix) ? `${prefix}Permission${suffix}` : hashedId(`${prefix}Permission`, suffix);
  t.add(source, id, 'AWS::Lambda::Permission', compact({
    Action: 'lambda:InvokeFunction',
    FunctionName: name,
    Principal: caller.principal,
    SourceArn: caller.sourceArn,
    SourceAccount: caller.sourceAccount,
    EventSourceToken: caller.eventSourceToken,
  }));
  return id;
}

/** Lets API Gateway call the function of an authorizer. */
export function permitAuthorizer(t: Translation, source: SamResource, id: string, functionArn: unknown): void {
  t.add(source, id, 'AWS::Lambda::Permission', {
    Action: 'lambda:InvokeFunction',
    FunctionName: functionArn,
    Principal: 'apigateway.amazonaws.com',
    SourceArn: sub('arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${__ApiId__}/authorizers/*', { __ApiId__: ref(source.logicalId) }),
  });
}
