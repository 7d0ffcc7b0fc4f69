import type { PolicyText } from './policy-texts';

/** What IAM Access Analyzer answers about policies: the SDK's client in an account, recorded answers in tests. */
export interface PolicyAnalyzer {
  validate(policy: PolicyText): Promise<ValidationFinding[]>;
  /** Whether the second allows what the first does not. */
  checkNoNewAccess(before: PolicyText, after: PolicyText): Promise<AccessCheck>;
}

export interface ValidationFinding {
  readonly findingType: string;
  readonly issueCode: string;
  readonly findingDetails: string;
  readonly learnMoreLink?: string;
}

export interface AccessCheck {
  /** `PASS`, or anything else. */
  readonly result: string;
  readonly message?: string;
  readonly reasons: string[];
}

/** From the worst down. */
export const FINDING_TYPES = ['ERROR', 'SECURITY_WARNING', 'NEW_ACCESS', 'NEW_POLICY', 'WARNING', 'SUGGESTION'] as const;
export type FindingType = (typeof FINDING_TYPES)[number];
/** What fails by default. A policy that was not there before is for `diff`, which names what it opens. */
export const FAILING: FindingType[] = ['ERROR', 'SECURITY_WARNING', 'NEW_ACCESS'];

/** One thing that was said of a policy. */
export interface PolicyFinding {
  readonly policy: PolicyText;
  readonly type: FindingType;
  /** Of Access Analyzer: `PASS_ROLE_WITH_STAR_IN_RESOURCE`. */
  readonly code: string;
  readonly text: string;
  readonly link?: string;
}

/** How many questions are open at once: the service throttles callers. */
const AT_ONCE = 4;

/** Asks about each policy once, and about each that changed whether it allows more than before. */
export async function reviewPolicies(analyzer: PolicyAnalyzer, after: PolicyText[], before?: PolicyText[]): Promise<PolicyFinding[]> {
  const old = new Map(before?.map((policy) => [keyOf(policy), policy]));
  const asked = new Map<string, Promise<PolicyFinding[]>>();
  const answers = await inTurn(after, async (policy) => {
    const content = JSON.stringify([policy.type, policy.resourceType, policy.json]);
    if (!asked.has(content)) asked.set(content, validated(analyzer, policy));
    const findings = (await asked.get(content)!).map((finding) => ({ ...finding, policy }));
    return before ? [...findings, ...await compared(analyzer, old.get(keyOf(policy)), policy)] : findings;
  });
  return answers.flat();
}

async function validated(analyzer: PolicyAnalyzer, policy: PolicyText): Promise<PolicyFinding[]> {
  const findings = await analyzer.validate(policy);
  return findings.map(({ findingType, issueCode, findingDetails, learnMoreLink }) => ({
    // a type that the service adds later is not taken for a suggestion
    policy, type: FINDING_TYPES.find((type) => type === findingType) ?? 'ERROR', code: issueCode, text: findingDetails, link: learnMoreLink,
  }));
}

async function compared(analyzer: PolicyAnalyzer, before: PolicyText | undefined, after: PolicyText): Promise<PolicyFinding[]> {
  if (!before) return [{ policy: after, type: 'NEW_POLICY', code: 'NEW_POLICY', text: 'The policy was not there before.' }];
  // service control policies grant nothing
  if (before.json === after.json || after.type === 'SERVICE_CONTROL_POLICY') return [];
  const { result, message, reasons } = await analyzer.checkNoNewAccess(before, after);
  if (result === 'PASS') return [];
  return [{ policy: after, type: 'NEW_ACCESS', code: 'NEW_ACCESS', text: [message ?? 'The policy allows more than before.', ...reasons].join(' ') }];
}

/** The answers in the order of the questions. */
async function inTurn<Q, A>(questions: Q[], ask: (question: Q) => Promise<A>): Promise<A[]> {
  const answers: A[] = [];
  let next = 0;
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, questions.length) }, async () => {
    while (next < questions.length) {
      const i = next++;
      answers[i] = await ask(questions[i]);
    }
  }));
  return answers;
}

/** By the stack's name: where its template is may differ. */
function keyOf({ resource: { stack, logicalId }, place }: PolicyText): string {
  return `${stack.name}/${logicalId} ${place}`;
}
