import { describe, textOf } from '../../model';
import { fail, isNotEmpty, pass, unknown } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-LAMBDA-024',
  title: 'Lambda functions with AWS_LAMBDA_EXEC_WRAPPER have a layer, or a wrapper in their package',
  severity: 'medium',
  types: ['AWS::Lambda::Function'],
  rationale: 'A runtime security agent starts through AWS_LAMBDA_EXEC_WRAPPER from a layer in /opt. Without the layer every invocation '
    + 'fails, and the agent is what gets removed then.',
  remediation: 'Add the layer with the wrapper to Layers, or use a file of the deployment package under /var/task.',
  check(fn) {
    const wrapper = fn.at('Environment', 'Variables', 'AWS_LAMBDA_EXEC_WRAPPER');
    if (wrapper.isAbsent || textOf(fn.at('PackageType').value) === 'Image') return pass('no layer is needed');
    const path = textOf(wrapper.value) ?? '';
    if (wrapper.value.kind === 'known' && /^\/var\/task\/./.test(path)) return pass(path);
    if (wrapper.value.kind === 'known' && !/^\/opt\/./.test(path)) return fail('its wrapper is neither under /opt nor under /var/task', path);
    const layers = isNotEmpty(fn.at('Layers'), 'it has no layer for its wrapper');
    // a variable that is not known stands for a wrapper, and that one for a layer
    return layers.verdict === 'pass' || wrapper.value.kind === 'known' ? layers : unknown('whether it needs a layer for its wrapper is not known before deployment', describe(wrapper.value));
  },
};
