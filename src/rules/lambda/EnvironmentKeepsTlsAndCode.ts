import { effectOf } from './environment-effects';
import { Expression, TemplateResource, textOf } from '../../model';
import { isLayerAccount } from '../../model/aws-accounts';
import { every, pass, resourceOf, unknown } from '../../model/judge';
import type { Rule } from '../rule';

const LAYER = /^arn:[^:]+:lambda:[^:]*:([^:]+):layer:/;

export const rule: Rule = {
  id: 'ZT-LAMBDA-036',
  title: 'Lambda environment variables do not weaken TLS, load other code or redirect requests',
  severity: 'high',
  types: ['AWS::Lambda::Function'],
  rationale: 'Runtimes, SDKs and the dynamic loader obey variables such as NODE_TLS_REJECT_UNAUTHORIZED, LD_PRELOAD, NODE_OPTIONS, HTTPS_PROXY and AWS_ENDPOINT_URL: with '
    + 'one of them, code signing, TLS and endpoint policies protect something else than what runs.',
  remediation: 'Remove the variable. Load code and certificates from /var/task, or from /opt with layers of this account or of AWS only; reach AWS services through VPC endpoints.',
  check(fn) {
    const variables = fn.at('Environment', 'Variables');
    if (variables.value.kind === 'unknown') return unknown('its environment variables are not known before deployment');
    const hasOwnLayers = () => areOwn(fn);
    const results = variables.entries().flatMap(([name, variable]) => effectOf(name, variable, hasOwnLayers) ?? []);
    return every(pass(`${variables.entries().length} variables`), ...results);
  },
};

/** Whether it has layers, and all of them are of these templates, of this account, of one that is trusted, or of AWS. An image has what is in /opt. `undefined` for what nobody knows. */
function areOwn(fn: TemplateResource): boolean | undefined {
  const layers = fn.at('Layers').items();
  if (textOf(fn.at('PackageType').value) === 'Image') return true;
  if (layers.some(({ value }) => value.kind === 'unknown')) return undefined;
  return layers.length > 0 && layers.every((layer) => isOwn(layer, fn));
}

function isOwn({ value }: Expression, fn: TemplateResource): boolean {
  if (resourceOf(value, 'AWS::Lambda::LayerVersion')) return true;
  // Lambda refuses what is no ARN, as the `none` of a mapping
  if (value.kind === 'known' && !/^(arn:|\$\{)/.test(textOf(value) ?? '')) return true;
  const [, account] = LAYER.exec((textOf(value) ?? '').replace(/\$\{AWS::(\w+)\}/g, '$1')) ?? [];
  return account === 'AccountId' || (account !== undefined && (isLayerAccount(account) || fn.stack.model.trusted.has(account)));
}
