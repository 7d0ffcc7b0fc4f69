import * as config from '@aws-sdk/client-config-service';
import { parse } from 'yaml';
import { ModelledService } from './modelled-service';

interface Resource {
  readonly Type: string;
  readonly Properties?: Record<string, any>;
}

/** So few that what asks for one page alone is found out. */
const PAGE = 7;

/** AWS Config with one recorder and conformance packs: which of their rules, under the name that AWS Config gives them, is noncompliant for what. */
export class FakeConfig extends ModelledService {
  public recorder = { name: 'default', recording: true, lastStatus: 'Success' };
  public readonly packs = new Map<string, Map<string, string[]>>();
  protected readonly client = config;

  /** Makes what the resources of a template are: the recorder, which records, and packs whose rules find nothing. */
  public hold(resources: Iterable<Resource>): void {
    for (const { Type, Properties = {} } of resources) {
      if (Type === 'AWS::Config::ConfigurationRecorder') this.recorder = { ...this.recorder, name: Properties.Name };
      if (Type !== 'AWS::Config::ConformancePack') continue;
      const rules = Object.values<any>(parse(Properties.TemplateBody).Resources).filter((one) => one.Type === 'AWS::Config::ConfigRule');
      this.packs.set(Properties.ConformancePackName, new Map(rules.map((rule) => [`${rule.Properties.ConfigRuleName}-conformance-pack-abc123xyz`, []])));
    }
  }

  /** Lets a rule find resources noncompliant. */
  public find(pack: string, rule: RegExp, ...resources: string[]): void {
    const [name] = [...this.packs.get(pack)!.keys()].filter((one) => rule.test(one));
    this.packs.get(pack)!.set(name, resources);
  }

  protected ask(operation: string, { ConfigurationRecorderNames: names, ConformancePackName: pack, Filters, NextToken }: any): object {
    if (operation === 'DescribeConfigurationRecorderStatus') return { ConfigurationRecordersStatus: [this.recorder].filter(({ name }) => names.includes(name)) };
    const rules = [...this.packs.get(pack)!];
    if (operation === 'DescribeConformancePackCompliance') {
      const all = rules.map(([ConfigRuleName, resources]) => ({ ConfigRuleName, ComplianceType: resources.length > 0 ? 'NON_COMPLIANT' : 'COMPLIANT' }));
      return { ConformancePackName: pack, ...page('ConformancePackRuleComplianceList', all, NextToken) };
    }
    if (operation !== 'GetConformancePackComplianceDetails' || Filters?.ComplianceType !== 'NON_COMPLIANT') throw new Error(`not faked: ${operation}`);
    const all = rules.flatMap(([ConfigRuleName, resources]) => resources.map((ResourceId) => ({
      ComplianceType: 'NON_COMPLIANT',
      ConfigRuleInvokedTime: 1,
      ResultRecordedTime: 1,
      EvaluationResultIdentifier: { EvaluationResultQualifier: { ConfigRuleName, ResourceType: 'AWS::S3::Bucket', ResourceId } },
    })));
    return { ConformancePackName: pack, ...page('ConformancePackRuleEvaluationResults', all, NextToken) };
  }
}

function page(name: string, all: object[], token: string = '0'): object {
  const end = Number(token) + PAGE;
  return { [name]: all.slice(Number(token), end), ...end < all.length ? { NextToken: String(end) } : {} };
}
