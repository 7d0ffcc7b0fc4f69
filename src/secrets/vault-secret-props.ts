import type * as ec2 from 'aws-cdk-lib/aws-ec2';

/**
 * Properties of a `VaultSecret`.
 */
export interface VaultSecretProps {
  /**
   * Where Vault answers: `https://vault.example.com`, with a port only beside `peer`. Plain HTTP throws `InsecureVault`.
   */
  readonly address: string;

  /**
   * The path of the secret as Vault's API has it, such as `secret/data/orders` or `database/creds/orders`.
   */
  readonly path: string;

  /**
   * The role of Vault to authenticate as. In Vault it is bound to the ARN of the function's role: `bound_iam_principal_arn`.
   */
  readonly role: string;

  /**
   * The version of the layer with HashiCorp's extension, for the function's processor:
   * `arn:aws:lambda:<region>:634166935893:layer:vault-lambda-extension-arm64:<version>`, and `vault-lambda-extension` for x86_64. The account, HashiCorp's or
   * that of your own copy, has to be among the zone's `trustedAccounts`.
   */
  readonly layerVersionArn: string;

  /**
   * Where the AWS auth method is mounted in Vault.
   *
   * @default 'aws'
   */
  readonly authMount?: string;

  /**
   * What the signed request names as its server, so that it is good for this Vault alone. Vault checks it when its `iam_server_id_header_value` is
   * set.
   *
   * @default - the name of the host
   */
  readonly iamServerId?: string;

  /**
   * The region of the STS endpoint that Vault asks: `sts_region` of its AWS auth method.
   *
   * @default - the region of the function's stack
   */
  readonly stsRegion?: string;

  /**
   * The namespace in Vault Enterprise or HCP Vault.
   *
   * @default - the root namespace
   */
  readonly vaultNamespace?: string;

  /**
   * File in the function, with the certificates by which it knows a Vault that is not certified publicly, such as `/var/task/vault-ca.pem`.
   *
   * @default - public certification authorities
   */
  readonly caCertificateFile?: string;

  /**
   * Where Vault is when it is reached inside of the network: its security group, an address range, an endpoint.
   *
   * @default - outside: by `Egress.https`, through the zone's firewall, on port 443
   */
  readonly peer?: ec2.IConnectable;
}
