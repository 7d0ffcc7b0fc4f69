import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { GuardMode, RequestChecks } from './guard-mode';
import type { Opening } from './opening';
import type { DataClass } from '../core/data-class';
import type { IncidentResponder } from '../respond/incident-responder';

/**
 * Properties of a `RuntimeGuard`.
 */
export interface RuntimeGuardProps {
  /**
   * Whether what was not declared is stopped.
   *
   * @default GuardMode.MONITOR
   */
  readonly mode?: GuardMode;

  /**
   * The lowest class of data that is masked in logs, errors and answers. From INTERNAL on keys, tokens and passwords; for CONFIDENTIAL e-mail addresses
   * besides; for RESTRICTED and all below card numbers, bank accounts and national identifiers.
   *
   * @default DataClass.RESTRICTED: card numbers, bank accounts, national identifiers, keys, tokens and passwords
   */
  readonly mask?: DataClass;

  /**
   * Countries, by ISO 3166 code, whose national identifiers are masked: BR, CA, CH, DE, FR, IN, NL, PL, US.
   *
   * @default - all of them
   */
  readonly countries?: string[];

  /**
   * What is done about attacks in requests.
   *
   * @default RequestChecks.MONITOR
   */
  readonly requests?: RequestChecks;

  /**
   * Routes on which attacks in requests are answered with 403, whatever `requests` is: `POST /orders`.
   *
   * @default - none
   */
  readonly blockedRoutes?: string[];

  /**
   * What functions may do beyond their grants and destinations, each with a reason.
   *
   * @default - nothing
   */
  readonly openings?: Opening[];

  /**
   * Opens an incident with the function as its target when code does what was not declared. Attacks that only arrive in requests open none: everyone could
   * send them.
   *
   * @default - the zone's alarm topic is told
   */
  readonly responder?: IncidentResponder;

  /**
   * The layer of this version of the library, signed: for functions with code signing, whose layers are asked for a signature too. `RuntimeGuard.layerZip`
   * is the file to sign.
   *
   * @default - a layer of the stack, which is not signed
   */
  readonly signedLayer?: lambda.ILayerVersion;
}
