import type { TemplateResource } from '../../model';
import { every, isOneOf, isTrue } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

const FINDING = 'its containers can make network calls';

/** How each type says it. */
const JUDGEMENTS: Record<string, (resource: TemplateResource) => RuleResult> = {
  'AWS::SageMaker::DataQualityJobDefinition': job,
  'AWS::SageMaker::Domain': (domain) => isOneOf(domain.at('AppNetworkAccessType'), ['VpcOnly'], 'its apps have direct internet access'),
  'AWS::SageMaker::Model': (model) => isTrue(model.at('EnableNetworkIsolation'), FINDING),
  'AWS::SageMaker::ModelBiasJobDefinition': job,
  'AWS::SageMaker::ModelExplainabilityJobDefinition': job,
  'AWS::SageMaker::ModelQualityJobDefinition': job,
};

export const rule: Rule = {
  id: 'ZT-SAGEMAKER-003',
  title: 'SageMaker models, monitoring jobs and domains have network isolation',
  severity: 'medium',
  types: Object.keys(JUDGEMENTS),
  // source: Amazon SageMaker developer guide, "Run training and inference containers in internet-free mode"
  rationale: 'A model or image of a third party that can make network calls can send out what it is given. In the mode PublicInternetOnly apps of a domain go around the VPC.',
  remediation: 'Set EnableNetworkIsolation to true (jobs: in NetworkConfig, with EnableInterContainerTrafficEncryption), and AppNetworkAccessType to VpcOnly.',
  check: (resource) => JUDGEMENTS[resource.type](resource),
};

function job(definition: TemplateResource): RuleResult {
  const network = definition.at('NetworkConfig');
  return every(
    isTrue(network.at('EnableNetworkIsolation'), FINDING),
    isTrue(network.at('EnableInterContainerTrafficEncryption'), 'its containers exchange data in plaintext'),
  );
}
