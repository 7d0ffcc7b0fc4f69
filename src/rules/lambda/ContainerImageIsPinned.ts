import { describe, textOf } from '../../model';
import { fail, pass, unknown } from '../../model/judge';
import type { Rule } from '../rule';

/** A digest, or the tag that the CDK makes of the hash of what it built. */
const PINNED = /@sha256:[\da-f]{64}$|:[\da-f]{64}$/;

export const rule: Rule = {
  id: 'ZT-LAMBDA-013',
  title: 'Lambda container images are pinned by digest or content hash',
  severity: 'medium',
  types: ['AWS::Lambda::Function'],
  rationale: 'A tag can be moved to another image after the template was reviewed.',
  remediation: 'Refer to the image by digest (@sha256:…), or use Code.fromAssetImage, whose tag is the content hash.',
  check(fn) {
    const image = fn.at('Code', 'ImageUri');
    if (image.isAbsent) return pass('no image');
    const { value } = image;
    if (PINNED.test(textOf(value) ?? '')) return pass(describe(value));
    return value.kind === 'unknown' ? unknown('its image is not known before deployment', describe(value)) : fail('its container image is referred to by a mutable tag', describe(value));
  },
};
