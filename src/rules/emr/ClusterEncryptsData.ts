import { describe, Expression, TemplateResource, textOf } from '../../model';
import { every, isPresent, isTrue, unknown } from '../../model/judge';
import { jsonIn } from '../../model/policies-anywhere';
import type { Rule, RuleResult } from '../rule';

const CONFIGURATION = 'AWS::EMR::SecurityConfiguration';
const IS_CONFIGURATION = /"[A-Z]\w+Configuration"/;
const UNREAD = 'its settings are not known before deployment';

export const rule: Rule = {
  id: 'ZT-EMR-001',
  title: 'EMR clusters have a security configuration that encrypts data at rest and in transit',
  severity: 'medium',
  types: ['AWS::EMR::Cluster', CONFIGURATION],
  // source: Amazon EMR management guide, "Create a security configuration"
  rationale: 'Nodes keep data of the jobs on their disks and exchange it over the network in plaintext, unless a security configuration says otherwise.',
  remediation: 'Set EnableAtRestEncryption and EnableInTransitEncryption to true in EncryptionConfiguration, and name the configuration in SecurityConfiguration of the cluster.',
  check: (resource) => (resource.type === CONFIGURATION ? encrypts(resource) : isPresent(resource.at('SecurityConfiguration'), 'it has no security configuration')),
};

function encrypts(configuration: TemplateResource): RuleResult {
  const written = configuration.at('SecurityConfiguration');
  const settings: Expression | undefined = textOf(written.value) === undefined ? written : jsonIn(written, IS_CONFIGURATION);
  if (settings?.value.kind !== 'known') return unknown(UNREAD, describe(written.value));
  const encryption = settings.at('EncryptionConfiguration');
  return every(
    isTrue(encryption.at('EnableAtRestEncryption'), 'it does not encrypt data at rest'),
    isTrue(encryption.at('EnableInTransitEncryption'), 'it does not encrypt data in transit'),
  );
}
