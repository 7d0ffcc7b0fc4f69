import type * as iam from 'aws-cdk-lib/aws-iam';

/**
 * Properties of `Detections`.
 */
export interface DetectionsProps {
  /**
   * Roles whose changes are expected: of a pipeline, of people who deploy by hand. Functions of an `IncidentResponder` in the zone are
   * expected too.
   *
   * @default - the role by which CloudFormation deploys this stack, as its synthesizer says
   */
  readonly deployRoles?: iam.IRole[];

  /**
   * Files of detections of your own, in the subset of Sigma that docs/constructs/detections.md states. Their tests run at synthesis.
   *
   * @default - none
   */
  readonly files?: string[];

  /**
   * Names of detections that do not run here, for example `access-key-created`.
   *
   * @default - all run
   */
  readonly without?: string[];
}
