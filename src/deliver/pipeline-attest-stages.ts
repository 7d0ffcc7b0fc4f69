import { Lazy } from 'aws-cdk-lib';
import * as codepipeline from 'aws-cdk-lib/aws-codepipeline';
import type * as kms from 'aws-cdk-lib/aws-kms';
import { attestationKey } from './attestation-key';
import { Artifact } from './pipeline-artifacts';
import { OURS } from './pipeline-build-stages';
import { deployedArtifact, inArtifact, PipelineContext } from './pipeline-context';
import type { PipelineProject } from './pipeline-project';
import { Intent } from '../core/edge';
import { exactGrant } from '../core/exact-grant';

type StageDeclaration = codepipeline.CfnPipeline.StageDeclarationProperty;

const ATTESTED = 'zero-trust-attested';
const ATTESTATION = 'attestation.json';
/** The directory of the second audit, of what was signed. */
const SIGNED_EVIDENCE = 'zero-trust-signed-evidence';

/** What stages need of the attestation. @internal */
export interface Attestation {
  readonly key: kms.Key;
  /** Signs it. */
  readonly signer: PipelineProject;
  readonly stage: StageDeclaration;
  /** The stage in front of one that deploys. */
  readonly verify: (name: string) => StageDeclaration;
}

/**
 * Attests what is deployed, in a project of its own with the one role that signs: an in-toto statement over the report and the templates, which each stage that
 * deploys is checked by. No scanner and no command of the repository runs there. With signing, the signed templates are audited again, and proved to be the judged
 * ones with signed code.
 *
 * @param buckets of JudgedTemplates, known when all are
 *
 * @internal
 */
export function attestStages(context: PipelineContext, maxAgeMinutes: number, buckets: () => string[]): Attestation {
  const { props, actions } = context;
  const deployed = deployedArtifact(context);
  const signs = props.signing !== undefined;
  const config = props.scans === undefined ? '' : ` --config "${props.scans}"`;
  const evidence = (file: string) => inArtifact(Artifact.EVIDENCE, file);
  const command = () => [
    `${OURS} attest ${inArtifact(deployed)}`,
    `--report ${signs ? `${SIGNED_EVIDENCE}/audit.json` : evidence('audit.json')} --gate ${evidence('gate.json')}`,
    ...signs ? [`--signed-from ${inArtifact(Artifact.SYNTH)}`] : [],
    `--kms-key "${key.keyArn}"`,
    ...buckets().map((bucket) => `--bucket "${bucket}"`),
    `--out ${ATTESTED}/${ATTESTATION}`,
  ].join(' ');
  const signer = context.project('Attest', {
    description: 'Attests what is to be deployed',
    inputs: [Artifact.SOURCE, deployed, Artifact.EVIDENCE, ...signs ? [Artifact.SYNTH] : []],
    output: { name: Artifact.ATTESTED, directory: ATTESTED },
    commands: [
      `${OURS} gate ${inArtifact(signs ? Artifact.SYNTH : deployed)} --verify ${inArtifact(Artifact.EVIDENCE)}`,
      ...signs ? [`${OURS} gate ${inArtifact(deployed)} --only audit --out ${SIGNED_EVIDENCE}${config}`] : [],
      `rm -rf ${ATTESTED} && mkdir ${ATTESTED}`, // what the source has of that name was attested by no one
      Lazy.string({ produce: command }),
    ],
  });
  const key = attestationKey(context.scope, signer.role, context.zone, props.removalPolicy);
  exactGrant({ grantee: signer.role, target: key, intent: Intent.USE, actions: ['kms:GetPublicKey', 'kms:Sign'], resourceArns: [key.keyArn] });
  const verifier = context.project('Verify', {
    description: 'Checks the attestation of what is to be deployed',
    inputs: [Artifact.SOURCE, deployed, Artifact.ATTESTED],
    commands: [`${OURS} verify ${inArtifact(Artifact.ATTESTED, ATTESTATION)} ${inArtifact(deployed)} --kms-key "${key.keyArn}" --max-age ${maxAgeMinutes}m`],
  });
  exactGrant({ grantee: verifier.role, target: key, intent: Intent.READ, actions: ['kms:GetPublicKey'], resourceArns: [key.keyArn] });
  return {
    key,
    signer,
    stage: { name: 'Attest', actions: [actions.build('Attest', 'AttestAction', signer, 'Build')] },
    // a stage of its own, as an approval is: a rollback deploys what was verified when it was new
    verify: (name) => ({ name: `Verify-${name}`, actions: [actions.build('Verify', `Verify${name}`, verifier, 'Test')] }),
  };
}
