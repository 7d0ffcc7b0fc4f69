import { awsSdk } from './aws-sdk';
import { CLEAN, FINDINGS, UNUSABLE } from './exit-codes';
import { print } from './print';
import { provedOrTold } from './proof-failure';
import { readInputs } from './read-inputs';
import type { ReviewPoliciesOptions } from './review-policies';
import { written } from './written';
import { AccessCheck, PolicyAnalyzer, PolicyFinding, reviewPolicies, ValidationFinding } from '../gate/policy-review';
import { PolicyText, policyTexts } from '../gate/policy-texts';
import { writePolicySarif, writePolicyText } from '../gate/write-policy-review';
import { TemplateModel } from '../model';
import { readParameterFile } from '../model/parameter-file';
import { plain } from '../report/plain-text';
import type { Tool } from '../report/writer';
import { awsErrorOf, clientOptions } from '../sign/aws-error';

/** Asks, writes the report, and answers with the exit code. */
export function reviewPoliciesOf(paths: string[], options: ReviewPoliciesOptions, tool: Tool): Promise<number> {
  return provedOrTold(async () => {
    const { format, output, failOn, against, region } = options;
    const [after, before] = [policiesOf(paths, options), against === undefined ? undefined : policiesOf([against], options)];
    if (!after || (against !== undefined && !before)) return told(UNUSABLE, 'not all of the input could be read');
    const findings = await reviewPolicies(new AccessAnalyzer(region), after, before);
    const report = format === 'sarif' ? writePolicySarif(findings, tool) : writePolicyText(findings);
    if (output === undefined) print(report);
    else if (!written(output, report)) return UNUSABLE;
    const failing = findings.filter(({ type }) => failOn.includes(type));
    return told(failing.length > 0 ? FINDINGS : CLEAN, `${after.length} policies, ${tally(findings) || 'nothing was said of them'}; ${failing.length} fail (--fail-on ${failOn.join(' ')})`);
  });
}

function policiesOf(paths: string[], { exclude, parameters }: ReviewPoliciesOptions): PolicyText[] | undefined {
  const { templates, problems } = readInputs(paths, exclude);
  if (problems.length > 0 || templates.length === 0) return undefined;
  return policyTexts(new TemplateModel(templates, parameters === undefined ? undefined : readParameterFile(parameters)));
}

/** The service, by the SDK of whoever runs the command. */
class AccessAnalyzer implements PolicyAnalyzer {
  private readonly sdk = awsSdk(['@aws-sdk/client-accessanalyzer']) as typeof import('@aws-sdk/client-accessanalyzer');
  private readonly client: import('@aws-sdk/client-accessanalyzer').AccessAnalyzerClient;

  constructor(region?: string) {
    this.client = new this.sdk.AccessAnalyzerClient(clientOptions(region));
  }

  public async validate({ json, type, resourceType }: PolicyText): Promise<ValidationFinding[]> {
    const all: ValidationFinding[] = [];
    let nextToken: string | undefined;
    do {
      const answer = await this.client.send(new this.sdk.ValidatePolicyCommand({
        policyDocument: json, policyType: type, validatePolicyResourceType: resourceType as import('@aws-sdk/client-accessanalyzer').ValidatePolicyResourceType, nextToken,
      })).catch((error) => { throw awsErrorOf(error, 'access-analyzer:ValidatePolicy'); });
      for (const { findingType, issueCode, findingDetails, learnMoreLink } of answer.findings ?? []) {
        all.push({ findingType: findingType ?? '', issueCode: issueCode ?? '', findingDetails: findingDetails ?? '', learnMoreLink });
      }
      nextToken = answer.nextToken;
    } while (nextToken !== undefined);
    return all;
  }

  public async checkNoNewAccess(before: PolicyText, after: PolicyText): Promise<AccessCheck> {
    const { result, message, reasons } = await this.client.send(new this.sdk.CheckNoNewAccessCommand({
      existingPolicyDocument: before.json, newPolicyDocument: after.json, policyType: after.type as 'IDENTITY_POLICY' | 'RESOURCE_POLICY',
    })).catch((error) => { throw awsErrorOf(error, 'access-analyzer:CheckNoNewAccess'); });
    return {
      result: result ?? '',
      message,
      reasons: (reasons ?? []).map(({ description, statementId, statementIndex }) => `${description ?? ''} (statement ${statementId ?? statementIndex ?? 'not named'})`),
    };
  }
}

function tally(findings: PolicyFinding[]): string {
  const counts = new Map<string, number>();
  for (const { type } of findings) counts.set(type, (counts.get(type) ?? 0) + 1);
  return [...counts].map(([type, count]) => `${count} ${type}`).join(', ');
}

function told(code: number, why: string): number {
  process.stderr.write(`Exit ${code}: ${plain(why)}.\n`);
  return code;
}
