import { TemplateResource, textOf } from '../../model';
import { resourceOf } from '../../model/judge';

/**
 * Whether a function is that of a CloudFormation hook for stacks or change sets. CloudFormation gives it templates by a URL that it signs, from a
 * bucket of its own: the name is documented nowhere, so no endpoint policy of a VPC can name it.
 *
 * Source: CloudFormation Hooks user guide, "Evaluating stack operations with Lambda Hooks".
 */
export function judgesTemplates(fn: TemplateResource): boolean {
  return fn.referrers('AWS::CloudFormation::LambdaHook').some((hook) => resourceOf(hook.at('LambdaFunction').value, 'AWS::Lambda::Function') === fn
    && hook.at('TargetOperations').items().some((operation) => /^(STACK|CHANGE_SET)$/.test(textOf(operation.value) ?? '')));
}
