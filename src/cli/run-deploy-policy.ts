import { CLEAN, FINDINGS, UNUSABLE } from './exit-codes';
import { readInputs } from './read-inputs';
import { deployPolicyOf } from '../graph/deploy-policy/deploy-policy';
import { TemplateModel } from '../model/template-model';
import { deployPolicyAsJson, deployPolicyAsText } from '../report/deploy-policy';

/** Writes the policies, and answers with the exit code. */
export function writeDeployPolicy(paths: string[], exclude: string[], format: string): number {
  const { templates, problems } = readInputs(paths, exclude);
  if (templates.length === 0 || problems.length > 0) return UNUSABLE; // a policy for a part would fail in the middle of a deployment
  const policy = deployPolicyOf(new TemplateModel(templates));
  process.stdout.write(format === 'json' ? deployPolicyAsJson(policy) : deployPolicyAsText(policy));
  return policy.unknown.length + policy.notPassed.length + policy.unclear.length > 0 ? FINDINGS : CLEAN;
}
