import {
  ConfigServiceClient, DescribeConfigurationRecorderStatusCommand, paginateDescribeConformancePackCompliance,
  paginateGetConformancePackComplianceDetails,
} from '@aws-sdk/client-config-service';
import type { ReportSettings } from '../../src/compliance/report-settings';
import { ControlStatus, worstStatus } from '../../src/report/control-status';

/** What AWS Config found for our rules. */
export interface ConfigCompliance {
  readonly rules: ReadonlyMap<string, ControlStatus>;
  readonly noncompliant: { readonly rules: string[]; readonly type: string; readonly resource: string }[];
}

const STATUSES: Record<string, ControlStatus> = { COMPLIANT: 'pass', NON_COMPLIANT: 'fail', INSUFFICIENT_DATA: 'not-seen' };

/** Compliance by the conformance packs. Throws where the recorder does not record: what Config has then is of another day. */
export async function readConfig(client: ConfigServiceClient, recorder: string, packs: ReportSettings['packs']): Promise<ConfigCompliance> {
  const ask = new DescribeConfigurationRecorderStatusCommand({ ConfigurationRecorderNames: [recorder] });
  const { ConfigurationRecordersStatus: recorders = [] } = await client.send(ask);
  const records = recorders.some(({ recording, lastStatus }) => recording === true && lastStatus?.toUpperCase() !== 'FAILURE');
  if (!records) throw new Error(`the configuration recorder ${recorder} does not record`);
  const rules = new Map<string, ControlStatus>();
  const noncompliant: { rules: string[]; type: string; resource: string }[] = [];
  for (const { name: ConformancePackName, rules: expected } of packs) {
    const found = new Map<string, ControlStatus>();
    for await (const page of paginateDescribeConformancePackCompliance({ client }, { ConformancePackName })) {
      for (const { ConfigRuleName, ComplianceType } of page.ConformancePackRuleComplianceList ?? []) found.set(nameInPack(ConfigRuleName!), STATUSES[ComplianceType!] ?? 'unknown');
    }
    // a rule that the pack lost is evaluated by nothing
    for (const [name, ids] of Object.entries(expected)) {
      const status = found.get(name.toLowerCase()) ?? 'unknown';
      for (const id of ids) rules.set(id, worstStatus([status, rules.get(id) ?? 'not-seen']));
    }
    const byName = new Map(Object.entries(expected).map(([name, ids]) => [name.toLowerCase(), ids]));
    const asked = { ConformancePackName, Filters: { ComplianceType: 'NON_COMPLIANT' as const } };
    for await (const { ConformancePackRuleEvaluationResults: results = [] } of paginateGetConformancePackComplianceDetails({ client }, asked)) {
      for (const { EvaluationResultIdentifier } of results) {
        const { ConfigRuleName = '', ResourceType = '', ResourceId = '' } = EvaluationResultIdentifier?.EvaluationResultQualifier ?? {};
        noncompliant.push({ rules: byName.get(nameInPack(ConfigRuleName)) ?? [], type: ResourceType, resource: ResourceId });
      }
    }
  }
  return { rules, noncompliant };
}

/** AWS Config adds to the names of rules in packs. */
function nameInPack(name: string): string {
  return name.toLowerCase().replace(/^awsconfigconforms-/, '').replace(/-conformance-pack-[a-z0-9]+$/, '');
}
