import type { IConstruct } from 'constructs';
import { acknowledgeStructural, inPacks, StructuralCause } from '../core/structural-acknowledgement';

/** On a function that reserves nothing: what comes in is limited where it comes in. */
export function acknowledgeUnreserved(fn: IConstruct): void {
  acknowledgeStructural(fn, {
    cause: StructuralCause.RESERVED_CONCURRENCY,
    findings: inPacks(['HIPAA.Security', 'NIST.800.53.R5'], 'LambdaConcurrency'),
    provedBy: 'ZT-LAMBDA-010',
    reason: 'A reservation takes from the quota of the account; stages are throttled and queues have a maximum concurrency instead.',
  });
}
