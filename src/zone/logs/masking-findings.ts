import * as logs from 'aws-cdk-lib/aws-logs';
import { LogMasking } from './log-masking';
import { SecureLogGroup } from './secure-log-group';
import type { TrustZone } from '../trust-zone';
import { vendedLogName } from '../../core/vended-logs';

const FINDINGS = 'MaskingFindings';

/**
 * Where it stands which kind of sensitive data turned up in which log group of the zone, and never the data: one log group, made at
 * the first call. By its name, CloudWatch Logs may deliver there without a resource policy, of which a region has 10.
 */
export function maskingFindings(zone: TrustZone): logs.ILogGroup {
  return zone.node.tryFindChild(FINDINGS) as logs.ILogGroup | undefined ?? new SecureLogGroup(zone, FINDINGS, {
    zone,
    logGroupName: vendedLogName(zone, '/aws/vendedlogs/data-protection/'),
    masking: LogMasking.none('findings hold no data'),
    removalPolicy: zone._removalPolicy,
  });
}
