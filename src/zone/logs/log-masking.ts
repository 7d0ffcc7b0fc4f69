import { Token } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import { isCustom } from './masking-policy';
import { identifiersOf } from './sensitive-data';
import { checkProps } from '../../core/checked-props';
import { DataClass } from '../../core/data-class';
import { isAtLeast } from '../../core/data-class-order';
import { ZeroTrustError } from '../../core/errors';
import { checkText } from '../../core/written-text';

/** What CloudWatch Logs takes. Source: Amazon CloudWatch Logs user guide, "Custom data identifiers", constraints. */
const MAX_CUSTOM_IDENTIFIERS = 10;
const MAX_REGEX_LENGTH = 200;

/**
 * Options of `LogMasking.byClass`.
 */
export interface LogMaskingOptions {
  /**
   * The lowest class of data whose logs are masked.
   *
   * @default - what the zone's profile says: RESTRICTED for `Profile.BASELINE`
   */
  readonly fromClass?: DataClass;

  /**
   * What is masked beside the identifiers of the class: managed ones of a country, or up to 10 `logs.CustomDataIdentifier` with a
   * regular expression of up to 200 characters each.
   *
   * @default - none
   */
  readonly identifiers?: logs.DataIdentifier[];
}

/**
 * What is masked in logs before anybody sees it. Who may see it all the same needs `logs:Unmask`, which this library grants to
 * nobody.
 *
 * CloudWatch Logs asks 0.12 USD for each GB that it scans, beside the 0.50 USD for taking it in. Source: Amazon CloudWatch pricing,
 * us-east-1, November 2026.
 */
export class LogMasking {
  /**
   * Masks by the class of the data: INTERNAL credentials; CONFIDENTIAL also e-mail and postal addresses and telephone numbers;
   * RESTRICTED also names, cards, bank accounts, health and national identifiers.
   *
   * Throws `TooManyIdentifiers` for more than 10 custom identifiers, `BadIdentifier` for a regular expression that is too long or
   * wrong.
   */
  public static byClass(options: LogMaskingOptions = {}): LogMasking {
    checkProps(true, 'LogMaskingOptions', 'LogMasking', options);
    const custom = (options.identifiers ?? []).filter(isCustom);
    if (custom.length > MAX_CUSTOM_IDENTIFIERS) {
      throw new ZeroTrustError('LogMasking', 'TooManyIdentifiers', `${custom.length} custom identifiers are more than CloudWatch Logs takes.`,
        `use ${MAX_CUSTOM_IDENTIFIERS} or fewer.`);
    }
    custom.forEach(checkRegex);
    return new LogMasking(options);
  }

  /**
   * Masks nothing, whatever the class: for regions in which CloudWatch Logs has no data protection, and logs that are masked
   * elsewhere. Rule ZT-DATAFLOW-001 still tells of functions that read RESTRICTED data.
   *
   * Throws `NoReason` for an empty reason.
   *
   * @param reason why; it stands in the template's metadata and in the evidence
   */
  public static none(reason: string): LogMasking {
    checkText('LogMasking', 'NoReason', { name: 'reason', text: reason, blank: 'no reason is given for logs without masks.', remediation: 'say why nothing is masked.' });
    return new LogMasking({}, reason);
  }

  private constructor(private readonly options: LogMaskingOptions, private readonly reason?: string) {}

  /** Why nothing is masked. @internal */
  public get _reason(): string | undefined {
    return this.reason;
  }

  /** What is masked in logs of data up to a class; nothing for a class below the first one. @internal */
  public _identifiersFor(highest: DataClass, fromClass: DataClass): logs.DataIdentifier[] {
    if (this.reason !== undefined || !isAtLeast(highest, this.options.fromClass ?? fromClass)) return [];
    const own = this.options.identifiers ?? [];
    return [...identifiersOf(highest).filter(({ name }) => own.every((other) => other.name !== name)), ...own];
  }
}

function checkRegex({ name, regex }: logs.CustomDataIdentifier): void {
  if (Token.isUnresolved(regex)) return;
  const wrong = regex.length > MAX_REGEX_LENGTH ? `has ${regex.length} characters` : isRegex(regex) ? undefined : 'is no regular expression';
  if (wrong === undefined) return;
  throw new ZeroTrustError('LogMasking', 'BadIdentifier', `the pattern of '${name}' ${wrong}.`,
    `write a regular expression of up to ${MAX_REGEX_LENGTH} characters.`);
}

function isRegex(text: string): boolean {
  try {
    return new RegExp(text).source !== '(?:)';
  } catch {
    return false;
  }
}
