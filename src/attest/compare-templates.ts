import type { Refusal } from './check-attestation';
import { BoundTemplate, namesNoStack, StackChoice } from './stack-binding';
import { Statement, Subject, TEMPLATE_DIGEST } from './statement';
import { templateDigest } from './template-digest';

/** A template as it is about to be deployed. */
export interface NamedTemplate {
  /** As reports call it. */
  readonly id: string;
  readonly text: string;
  /** The name of its stack, and where that is deployed. */
  readonly name?: string;
  readonly account?: string;
  readonly region?: string;
  /** Files that it names and that deploy with it. */
  readonly files?: readonly unknown[];
  /** Of its bytes and those of its files. */
  readonly sha256?: string;
}

/** One of a file names its stack only by the choice of whoever deploys it. */
export type DeployedTemplate = NamedTemplate & BoundTemplate;

/** What differs between templates and those that were attested, in themselves or in where they are deployed. More or fewer templates are a difference too. */
export function differencesOf(statement: Statement, templates: DeployedTemplate[], { stack }: StackChoice = {}): Refusal[] {
  const attested = new Map(statement.subject.map((subject) => [subject.name, subject]));
  const there = new Set(templates.map(({ id }) => id));
  return [
    ...templates.flatMap((template): Refusal[] => {
      const { id, text, files, sha256 } = template;
      const subject = attested.get(id);
      if (subject === undefined) return [{ id: 'TemplateNotAttested', subject: id, what: 'the attestation has no template of this name.' }];
      if (subject.digest[TEMPLATE_DIGEST] !== templateDigest(text, id)) return [{ id: 'TemplateDiffers', subject: id, what: 'it is not the template that was attested.' }];
      if (files !== undefined && subject.digest.sha256 !== sha256) return [{ id: 'TemplateDiffers', subject: id, what: 'the files that it names are not those that were attested.' }];
      return [...stackRefusals(template, subject, stack), ...placeRefusals(template, subject)];
    }),
    ...[...attested.keys()].filter((name) => !there.has(name)).map((subject): Refusal => (
      { id: 'TemplateMissing', subject, what: 'it was attested and is not there.' })),
  ];
}

/** The same template in another stack is another deployment. A nested one is where its root is. */
function stackRefusals(template: DeployedTemplate, { annotations: { stack: attested, anyStack } }: Subject, stack?: string): Refusal[] {
  const { id, name, isEmbedded, nestedIn } = template;
  if (anyStack === true || isEmbedded || nestedIn !== undefined && attested === undefined) return [];
  const there = namesNoStack(template) ? stack : name;
  if (there === attested) return [];
  const forWhat = attested === undefined ? 'no stack' : `the stack ${attested}`;
  const what = there === undefined ? `it was attested for ${forWhat}, and a file does not name its stack: pass --stack.` : `it is for the stack ${there}, and was attested for ${attested ?? 'none'}.`;
  return [{ id: 'OtherStack', subject: id, what }];
}

/** What an app leaves open is open to whoever deploys. */
function placeRefusals({ id, account, region }: NamedTemplate, { annotations }: Subject): Refusal[] {
  const places = [
    { id: 'OtherAccount', what: 'account', there: account, attested: annotations.account },
    { id: 'OtherRegion', what: 'region', there: region, attested: annotations.region },
  ] as const;
  return places.filter(({ there, attested }) => there !== undefined && there !== attested).map(({ id: refusal, what, there, attested }): Refusal => (
    { id: refusal, subject: id, what: `it is for ${what} ${there}, and was attested for ${attested ?? 'none'}.` }));
}
