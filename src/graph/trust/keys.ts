import type { Expression, TemplateResource } from '../../model';
import { resourceOf } from '../../model/judge';
import { keyOf } from '../../model/key-policies';
import { remembered } from '../../model/remembered';
import { STORE_TYPES } from '../stores';

const FURTHER: Record<string, (target: TemplateResource) => Expression[]> = {
  'AWS::SecretsManager::Secret': (secret) => [secret.at('KmsKeyId')],
  'AWS::SSM::Parameter': (parameter) => [parameter.at('KeyId')],
  'AWS::Logs::LogGroup': (group) => [group.at('KmsKeyId')],
  'AWS::RDS::DBCluster': (cluster) => [cluster.at('KmsKeyId')],
  'AWS::RDS::DBInstance': (instance) => [instance.at('KmsKeyId')],
  'AWS::Lambda::Function': (fn) => [fn.at('KmsKeyArn')],
};

/** The expressions that name the keys of a store, a secret or a workload. */
export function keyExpressionsOf(target: TemplateResource): Expression[] {
  const stores = STORE_TYPES.find(({ type }) => type === target.type)?.keys(target) ?? [];
  return [...stores, ...FURTHER[target.type]?.(target) ?? []].filter((key) => !key.isAbsent);
}

/** The customer's keys under which a target is, as far as they are in the templates. */
export const keysOf = remembered((target): TemplateResource[] => (
  [...new Set(keyExpressionsOf(target).flatMap((key) => keyOf(resourceOf(key.value, 'AWS::KMS::Key', 'AWS::KMS::Alias')) ?? []))]
));

/** A key that is named and not in the templates, and is none of AWS's own: whether the caller may use it is open. */
export const foreignKeyOf = remembered(readForeignKey);

function readForeignKey(target: TemplateResource): string | undefined {
  for (const key of keyExpressionsOf(target)) {
    const { value } = key;
    if (resourceOf(value, 'AWS::KMS::Key', 'AWS::KMS::Alias')) continue;
    const text = value.kind === 'known' ? String(value.value) : value.text ?? 'a parameter';
    if (!/^alias\/aws\/|:alias\/aws\//.test(text)) return text;
  }
  return undefined;
}
