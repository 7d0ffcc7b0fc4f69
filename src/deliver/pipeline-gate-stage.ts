import * as codepipeline from 'aws-cdk-lib/aws-codepipeline';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Artifact } from './pipeline-artifacts';
import { allow, OURS } from './pipeline-build-stages';
import { inArtifact, PipelineContext } from './pipeline-context';
import type { PipelineProject } from './pipeline-project';
import type { DeployedStack } from './pipeline-stacks';
import type { PipelineStage } from './pipeline-stage';
import { STACKS_HAVE_IDS } from './pipeline-upkeep';
import { acknowledgeWildcards } from '../zone/object-wildcards';

/** The gate's variables. @internal */
export const GATE = 'Gate';
/** Whether the pipeline's own stack differs from what is deployed. @internal */
export const CHANGED = 'PIPELINE_CHANGED';
/** Compares two templates, whatever the order of their keys. */
const DIFFERS = 'const {readFileSync:r}=require("fs");const [a,b]=process.argv.slice(1).map(f=>JSON.parse(r(f,"utf8")));console.log(!require("util").isDeepStrictEqual(a,b))';
/** The directory of what is deployed before the release. */
const BEFORE = 'zero-trust-before';

interface Gate {
  readonly stage: codepipeline.CfnPipeline.StageDeclarationProperty;
  readonly project: PipelineProject;
}

type StagedStacks = [PipelineStage, DeployedStack[]];

/**
 * Judges what was synthesised, in a project of its own: what synthesises cannot reach it, nor change what it is told to run. It compares every stack that the
 * pipeline deploys with what is deployed, so that a permission that is widened stops the release.
 *
 * @internal
 */
export function gateStage(context: PipelineContext, stages: StagedStacks[]): Gate {
  const { props, self, stack: { account, partition } } = context;
  const config = props.scans === undefined ? '' : ` --config "${props.scans}"`;
  const compares = self !== undefined || stages.some(([{ _options: { withoutComparison } }]) => withoutComparison === undefined);
  const project = context.project('Gate', {
    description: 'Judges what is to be deployed',
    inputs: [Artifact.SOURCE, Artifact.SYNTH],
    output: { name: Artifact.EVIDENCE, directory: 'evidence' },
    commands: [
      ...compares ? [readDeployed(stages, self)] : [],
      `${OURS} gate ${inArtifact(Artifact.SYNTH)}${compares ? ` --against ${BEFORE}` : ''} --out evidence${config}`,
      ...self ? compare(self) : [],
    ],
    exported: self ? [CHANGED] : undefined,
  });
  const isRead = ({ _options: { readRole, withoutComparison } }: PipelineStage) => readRole === undefined && withoutComparison === undefined;
  const read = stages.filter(([one]) => isRead(one)).flatMap(([, stacks]) => stacks);
  const here = [...read, ...self ? [self] : []].filter((one) => one.account === account);
  const nested = here.flatMap((one) => one.nestedArns(partition));
  const parents = here.filter((one) => one.nestedArns(partition).length > 0).map((one) => one.arn(partition));
  letRead(project, ['cloudformation:GetTemplate'], [...here.map((one) => one.arn(partition)), ...nested]);
  letRead(project, ['cloudformation:ListStackResources'], [...parents, ...nested]);
  const roles = [...new Set(stages.flatMap(([{ _options: { readRole } }]) => readRole?.roleArn ?? []))];
  if (roles.length > 0) allow(project, new iam.PolicyStatement({ actions: ['sts:AssumeRole'], resources: roles }));
  return { project, stage: { name: 'Gate', actions: [context.actions.build('Gate', 'GateAction', project, 'Test', 1, GATE)] } };
}

function letRead(project: PipelineProject, actions: string[], arns: string[]): void {
  if (arns.length === 0) return;
  const statement = new iam.PolicyStatement({ actions, resources: [...new Set(arns)] });
  allow(project, statement);
  acknowledgeWildcards(project.role, statement, statement.resources, STACKS_HAVE_IDS);
}

/** By the role of the project: it takes on no role that deploys. */
function readDeployed(stages: StagedStacks[], self?: DeployedStack): string {
  const all = stages.flatMap(([one, stacks]) => stacks.map((stack) => ({ stack, options: one._options })));
  const nameOf = ({ account, name }: DeployedStack) => `${account}/${name}`;
  const left = all.filter(({ options }) => options.withoutComparison !== undefined);
  const compared = [...self ? [self] : [], ...all.filter((one) => !left.includes(one)).map(({ stack }) => stack)];
  const roles = all.flatMap(({ stack, options: { readRole } }) => (readRole ? [`--role "${nameOf(stack)}=${readRole.roleArn}"`] : []));
  return [
    `${OURS} pipeline deployed ${inArtifact(Artifact.SYNTH)} --out ${BEFORE} --own-credentials --new-stages`,
    ...roles,
    ...compared.map((stack) => `--stack "${nameOf(stack)}"`),
    ...left.map(({ stack, options }) => `--without "${nameOf(stack)}=${options.withoutComparison}"`),
  ].join(' ');
}

function compare({ name, templatePath }: DeployedStack): string[] {
  return [
    `aws cloudformation get-template --stack-name "${name}" --template-stage Original --query TemplateBody --output json > deployed.json`,
    `${CHANGED}=$(node -e '${DIFFERS}' deployed.json ${inArtifact(Artifact.SYNTH, templatePath)})`,
    `export ${CHANGED}`,
  ];
}
