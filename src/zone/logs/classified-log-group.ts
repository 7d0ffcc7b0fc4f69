import { RemovalPolicy } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { LogKind } from './log-kind';
import { LogMasking } from './log-masking';
import { maskingPolicy } from './masking-policy';
import { DataClass } from '../../core/data-class';
import { isAtLeast } from '../../core/data-class-order';
import { ofProtected } from '../../core/removal';
import { vendedLogName } from '../../core/vended-logs';
import type { DataKey } from '../keys/data-key';
import type { ZoneCore } from '../zone-core';

/** @internal */
export interface ClassifiedLogGroupProps {
  readonly zone: ZoneCore;
  readonly dataClass?: DataClass;
  readonly masking?: LogMasking;
  readonly logGroupName?: string;
  readonly retention?: logs.RetentionDays;
  readonly removalPolicy?: RemovalPolicy;
}

const FINDINGS = 'MaskingFindings';

/**
 * What `SecureLogGroup` is; also made by the parts of a zone, which the zone imports.
 *
 * @internal
 */
export class ClassifiedLogGroup extends logs.LogGroup {
  /** The key of what is logged. @internal */
  public readonly _key: DataKey;

  private readonly zone: ZoneCore;
  private readonly masking: LogMasking;
  private highest: DataClass;
  private kind = LogKind.TEXT;

  constructor(scope: Construct, id: string, props: ClassifiedLogGroupProps) {
    const { zone } = props;
    const dataClass = props.dataClass ?? DataClass.CONFIDENTIAL;
    const key = zone.key(dataClass);
    const removalPolicy = ofProtected(props.removalPolicy ?? zone.profile.removalPolicy);
    key.allowLogs();
    super(scope, id, {
      logGroupName: props.logGroupName,
      encryptionKey: key,
      retention: props.retention ?? zone._logRetention,
      removalPolicy,
      // a group that is to go with its stack could not, if it were protected
      deletionProtectionEnabled: removalPolicy !== RemovalPolicy.DESTROY,
    });
    this._key = key;
    this.zone = zone;
    this.masking = props.masking ?? zone._logMasking;
    this.highest = dataClass;
    if (props.masking?._reason !== undefined) this.node.addMetadata('cdk-zero-trust:opt-out', `masking: ${props.masking._reason}`);
    zone._onProfile(() => {
      if (props.retention === undefined) this.keepAsTheZone();
      this.mask();
    });
    zone._logGroups.add(this);
  }

  /**
   * Says what the events are, where they are no text of an application: what exports them reads them so.
   *
   * @internal
   */
  public _carries(kind: LogKind): this {
    this.kind = kind;
    return this;
  }

  /** @internal */
  public get _kind(): LogKind {
    return this.kind;
  }

  /** The highest class of the data in it. @internal */
  public get _dataClass(): DataClass {
    return this.highest;
  }

  /**
   * Masks also what data of a class has in it: who writes here was let near such data.
   *
   * @internal
   */
  public _holds(dataClass: DataClass): void {
    if (isAtLeast(this.highest, dataClass)) return;
    this.highest = dataClass;
    this.mask();
  }

  /** Set on the L1, because the profile of the zone may come later. */
  private keepAsTheZone(): void {
    const { _logRetention: days } = this.zone;
    (this.node.defaultChild as logs.CfnLogGroup).retentionInDays = days === logs.RetentionDays.INFINITE ? undefined : days;
  }

  private mask(): void {
    const identifiers = this.masking._identifiersFor(this.highest, this.zone.profile.maskLogsFrom);
    // Set on the L1, because what is masked may grow with each grant.
    (this.node.defaultChild as logs.CfnLogGroup).dataProtectionPolicy = identifiers.length === 0
      ? undefined : maskingPolicy(this, identifiers, maskingFindings(this.zone));
  }
}

/**
 * Where it stands which kind of sensitive data turned up in which log group of the zone, and never the data: one log group, made at
 * the first call. By its name, CloudWatch Logs may deliver there without a resource policy, of which a region has 10.
 */
function maskingFindings(zone: ZoneCore): logs.ILogGroup {
  return zone.node.tryFindChild(FINDINGS) as logs.ILogGroup | undefined ?? new ClassifiedLogGroup(zone, FINDINGS, {
    zone,
    logGroupName: vendedLogName(zone, '/aws/vendedlogs/data-protection/'),
    masking: LogMasking.none('findings hold no data'),
    removalPolicy: zone._removalPolicy,
  });
}
