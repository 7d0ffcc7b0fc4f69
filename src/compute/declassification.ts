import { CfnResource } from 'aws-cdk-lib';
import type { DataClass } from '../core/data-class';
import { isAtLeast } from '../core/data-class-order';
import { declareFacts, factsOf } from '../core/declared-facts';
import { ZeroTrustError } from '../core/errors';
import { checkText } from '../core/written-text';

/** The template side knows it too: src/graph/declassifications.ts. */
const METADATA = 'zero-trust:declassification';

/**
 * Declares in the template that a function writes less than it reads. Throws `NoReason`, `NoDowngrade`.
 */
export function declassify(resource: CfnResource, from: DataClass, to: DataClass, reason: string): void {
  if (isAtLeast(to, from)) {
    throw new ZeroTrustError(resource.node.scope!, 'NoDowngrade', `${to} is no lower class than ${from}, so there is nothing to declare.`,
      'name the class that is read first, and the lower one that is written second.');
  }
  checkText(resource.node.scope!, 'NoReason', {
    name: 'reason',
    text: reason,
    blank: `no reason is given why ${from} data becomes ${to}.`,
    remediation: 'say what the function takes out: tokenises card numbers, counts, keeps the id only.',
  });
  const declassifications = [...factsOf(resource).declassifications ?? [], { From: from, To: to, Reason: reason }];
  declareFacts(resource, { declassifications });
  resource.addMetadata(METADATA, declassifications);
}
