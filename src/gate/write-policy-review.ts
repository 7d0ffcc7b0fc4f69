import { FINDING_TYPES, FindingType, PolicyFinding } from './policy-review';
import { HOME } from '../report/home';
import { escapeJson, plain } from '../report/plain-text';
import type { Tool } from '../report/writer';

const LEVELS: Record<FindingType, 'error' | 'warning' | 'note'> = {
  ERROR: 'error', SECURITY_WARNING: 'error', NEW_ACCESS: 'error', NEW_POLICY: 'note', WARNING: 'warning', SUGGESTION: 'note',
};

/** For people, the worst first. */
export function writePolicyText(findings: PolicyFinding[]): string {
  return [...findings].sort((a, b) => FINDING_TYPES.indexOf(a.type) - FINDING_TYPES.indexOf(b.type)).map(({ policy, type, code, text, link }) => [
    `${type}  ${code}  ${placeOf(policy)}`, `  ${text}${link === undefined ? '' : ` ${link}`}`, '',
  ].map(plain).join('\n')).join('');
}

/** SARIF 2.1.0, as the gate takes it of every scanner. */
export function writePolicySarif(findings: PolicyFinding[], { name, version }: Tool): string {
  const codes = [...new Set(findings.map(({ code }) => code))].sort();
  return `${escapeJson(JSON.stringify({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{
      tool: { driver: { name: 'IAM Access Analyzer', informationUri: HOME, properties: { askedBy: `${name} ${version}` }, rules: codes.map((id) => ({ id })) } },
      automationDetails: { id: `${name}/access-analyzer/` },
      invocations: [{ executionSuccessful: true }],
      results: findings.map(({ policy, type, code, text, link }) => ({
        ruleId: code,
        ruleIndex: codes.indexOf(code),
        level: LEVELS[type],
        message: { text: link === undefined ? text : `${text} ${link}` },
        locations: [{ logicalLocations: [{ fullyQualifiedName: placeOf(policy), kind: 'resource' }] }],
      })),
    }],
  }, undefined, 2))}\n`;
}

function placeOf({ resource: { path, stack, logicalId }, place }: PolicyFinding['policy']): string {
  return `${path ?? `${stack.name}/${logicalId}`} ${place}`;
}
