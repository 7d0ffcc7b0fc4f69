import { describe, textOf } from '../../model';
import { fail, isNotEmpty, pass, unknown } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-LAMBDA-024',
  title: 'A function whose runtime starts by a wrapper has the layer that holds it',
  severity: 'medium',
  types: ['AWS::Lambda::Function'],
  rationale: 'A guard that watches a function from inside starts by AWS_LAMBDA_EXEC_WRAPPER, from a layer in /opt. Without the layer no invocation '
    + 'comes up, and what people then take away is the guard.',
  remediation: 'Add the layer with the wrapper to Layers, or name a file of the function\'s own package below /var/task.',
  check(fn) {
    const wrapper = fn.at('Environment', 'Variables', 'AWS_LAMBDA_EXEC_WRAPPER');
    if (wrapper.isAbsent || textOf(fn.at('PackageType').value) === 'Image') return pass('no layer is needed');
    const path = textOf(wrapper.value) ?? '';
    if (wrapper.value.kind === 'known' && /^\/var\/task\/./.test(path)) return pass(path);
    if (wrapper.value.kind === 'known' && !/^\/opt\/./.test(path)) return fail('its wrapper is neither in a layer nor in its package', path);
    const layers = isNotEmpty(fn.at('Layers'), 'no layer holds its wrapper');
    // a variable that is not known stands for a wrapper, and that one for a layer
    return layers.verdict === 'pass' || wrapper.value.kind === 'known' ? layers : unknown('whether a layer holds its wrapper is not known before deployment', describe(wrapper.value));
  },
};
