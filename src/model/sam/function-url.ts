import type { FunctionTarget } from './function';
import { compact, isGiven } from './intrinsics';
import { Translation } from './translation';

/** The URL of a function. One that asks for no signature comes with the two permissions that let everybody call. */
export function functionUrl(t: Translation, { source, arn, name, logicalId: targetId }: FunctionTarget): void {
  if (!isGiven(source.get('FunctionUrlConfig'))) return;
  const { logicalId } = source;
  const { AuthType, Cors, InvokeMode } = t.map(source, 'FunctionUrlConfig');
  const callee = targetId === logicalId ? name : arn;
  t.add(source, `${logicalId}Url`, 'AWS::Lambda::Url', compact({ AuthType, Cors, InvokeMode, TargetFunctionArn: callee }));
  if (AuthType !== 'NONE') return;
  t.add(source, `${logicalId}UrlPublicPermissions`, 'AWS::Lambda::Permission', {
    Action: 'lambda:InvokeFunctionUrl', FunctionName: callee, Principal: '*', FunctionUrlAuthType: AuthType,
  });
  t.add(source, `${logicalId}URLInvokeAllowPublicAccess`, 'AWS::Lambda::Permission', {
    Action: 'lambda:InvokeFunction', FunctionName: callee, Principal: '*', InvokedViaFunctionUrl: true,
  });
}
