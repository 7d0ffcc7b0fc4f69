import type { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { DataClass } from '../core/data-class';
import type { TrustZone } from '../zone/trust-zone';

/**
 * Properties of a `SecureRepository`.
 */
export interface SecureRepositoryProps {
  /**
   * Name of the repository.
   *
   * @default - CloudFormation makes one up, so that a retained repository never collides with a new one
   */
  readonly repositoryName?: string;

  /**
   * After how long an image without a tag is deleted, in whole days. A function that names such an image by its digest could not start once
   * its image is gone: push with tags.
   *
   * @default Duration.days(14)
   */
  readonly untaggedImageAge?: Duration;

  /**
   * How many images are kept, 1 or more; the oldest are deleted, whether a function uses them or not.
   *
   * @default - images with a tag are kept
   */
  readonly maxImageCount?: number;

  /**
   * What happens to the repository when the stack goes. With DESTROY its images are deleted too.
   *
   * @default - as the zone's profile says: RETAIN for all but `Profile.SANDBOX`
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * The class of what is in the images: decides the key. It cannot be changed later.
   *
   * @default DataClass.CONFIDENTIAL
   */
  readonly dataClass?: DataClass;

  /**
   * The zone whose key encrypts the images.
   *
   * @default - the zone of the scope
   */
  readonly zone?: TrustZone;
}
