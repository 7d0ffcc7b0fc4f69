import { every, isOneOf, isPresent } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-SAGEMAKER-001',
  title: 'SageMaker notebook instances have no direct internet access and no root access',
  severity: 'high',
  types: ['AWS::SageMaker::NotebookInstance'],
  // source: Amazon SageMaker developer guide, "Connect a notebook instance in a VPC to external resources", "Control root access to a notebook instance"
  rationale: 'A notebook runs any code with the role of the instance next to the data. Direct internet access goes around the VPC, so data leaves unseen; root access removes the agents that look.',
  remediation: 'Set SubnetId, DirectInternetAccess to Disabled and RootAccess to Disabled.',
  check: (notebook) => every(
    isOneOf(notebook.at('DirectInternetAccess'), ['Disabled'], 'it has direct internet access'),
    isPresent(notebook.at('SubnetId'), 'it is in no VPC'),
    isOneOf(notebook.at('RootAccess'), ['Disabled'], 'its users have root access'),
  ),
};
