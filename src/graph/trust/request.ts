import type { TemplateResource } from '../../model';

/** How a call of a workload gets to the service. */
export interface Way {
  /** The VPC from which it comes; `undefined` from outside of all. */
  readonly vpc?: string;
  /** The interface or gateway endpoint that it goes through. */
  readonly endpoint?: TemplateResource;
  /** Why it is open whether there is this way. */
  readonly open?: string;
  /** Through a NAT gateway or a firewall, to the public address of the service. */
  readonly isPublic?: boolean;
}

/** Who calls: by an ARN of IAM, or as a service of AWS. */
export interface Caller {
  readonly arn?: string;
  readonly account?: string;
  /** Tags of the role or user; session tags may come on top. */
  readonly tags?: ReadonlyMap<string, string>;
  /** The ARN of the function whose code calls. */
  readonly functionArn?: string;
  /** Whether people sign in as it: MFA, addresses and devices are then open. */
  readonly isPerson?: boolean;
  /** `sqs.amazonaws.com` and so on. */
  readonly service?: string;
}

/** One call, as far as conditions of policies ask about it. */
export interface Request {
  readonly caller: Caller;
  readonly target?: TemplateResource;
  readonly targetAccount?: string;
  readonly targetRegion?: string;
  readonly targetTags?: ReadonlyMap<string, string>;
  readonly way?: Way;
  /** Of calls to a key: the service through which it is used. */
  readonly viaService?: string;
  /** Of calls to a key: what services tell of what is encrypted, by the condition key in lower case. */
  readonly encryptionContext?: ReadonlyMap<string, readonly string[]>;
}
