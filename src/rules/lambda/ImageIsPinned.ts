import { describe, textOf } from '../../model';
import { fail, pass, unknown } from '../../model/judge';
import type { Rule } from '../rule';

/** A digest, or the tag that the CDK makes of the hash of what it built. */
const PINNED = /@sha256:[\da-f]{64}$|:[\da-f]{64}$/;

export const rule: Rule = {
  id: 'ZT-LAMBDA-013',
  title: 'A function\'s image is named by its digest',
  severity: 'medium',
  types: ['AWS::Lambda::Function'],
  rationale: 'A tag may be moved to another image after the template was reviewed.',
  remediation: 'Name the image by @sha256:…, as Code.fromAssetImage does by its tag.',
  check(fn) {
    const image = fn.at('Code', 'ImageUri');
    if (image.isAbsent) return pass('no image');
    const { value } = image;
    if (PINNED.test(textOf(value) ?? '')) return pass(describe(value));
    return value.kind === 'unknown' ? unknown('its image is not known before deployment', describe(value)) : fail('its image may be replaced', describe(value));
  },
};
