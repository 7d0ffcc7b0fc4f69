import { describe, Expression, textOf } from '../../model';
import { every, fail, pass, resourceOf, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

/** What the construct side writes on the configuration: src/compute/signed-code.ts. */
const LAYER_ACCOUNTS = 'zero-trust:layer-accounts';
const LAYER = /^arn:([^:]+):lambda:[^:]*:([^:]+):layer:/;

export const rule: Rule = {
  id: 'ZT-LAMBDA-029',
  title: 'Lambda functions use layers of allowed accounts only, if their code signing lists accounts',
  severity: 'medium',
  types: ['AWS::Lambda::Function'],
  rationale: 'A signature proves that a trusted profile signed a layer, not that the layer is intended for this app. A layer runs with all permissions of the function.',
  remediation: 'Add the account with SignedCode.allowLayersFrom, or remove the layer.',
  check(fn) {
    const config = resourceOf(fn.at('CodeSigningConfigArn').value, 'AWS::Lambda::CodeSigningConfig');
    const list = config?.metadata.at(LAYER_ACCOUNTS);
    if (!list || list.isAbsent) return pass('no accounts are listed');
    const accounts = list.items().map((account) => textOf(account.value) ?? '');
    return every(...fn.at('Layers').items().map((layer) => isAllowed(layer, accounts)));
  },
};

function isAllowed(layer: Expression, accounts: string[]): RuleResult {
  const { value } = layer;
  const seen = describe(value);
  if (resourceOf(value, 'AWS::Lambda::LayerVersion')) return pass(seen);
  const [, partition, account] = LAYER.exec((textOf(value) ?? '').replace(/::/g, '.')) ?? [];
  if (account === undefined) return unknown('the account of a layer is not known before deployment', seen);
  const allowed = account === '${AWS.AccountId}' || accounts.includes(account)
    || accounts.some((entry) => entry === `${partition}:${account}` || (partition.startsWith('${') && entry.endsWith(`:${account}`)));
  return allowed ? pass(seen) : fail('it has a layer of an account that is not allowed', seen);
}
