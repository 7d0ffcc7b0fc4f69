import { calledAs, Change, Risk } from './change';
import type { Matching } from './matching';
import { TemplateModel, TemplateResource, textOf } from '../../model';

/** What lets somebody in, or leads out, by being there; who may do what by its policies, grants tell. */
export const OPENS: Record<string, { readonly what: string; readonly kind: Risk; readonly accounts?: string }> = {
  'AWS::IAM::User': { what: 'is a new IAM user', kind: 'new-edge' },
  'AWS::IAM::AccessKey': { what: 'is a new long-term access key', kind: 'new-edge' },
  'AWS::IAM::OIDCProvider': { what: 'is a new identity provider', kind: 'new-edge' },
  'AWS::IAM::SAMLProvider': { what: 'is a new identity provider', kind: 'new-edge' },
  'AWS::Cognito::UserPoolIdentityProvider': { what: 'is a new identity provider', kind: 'new-edge' },
  'AWS::EC2::VPCPeeringConnection': { what: 'is a new peering of networks', kind: 'new-edge', accounts: 'PeerOwnerId' },
  'AWS::EC2::TransitGatewayAttachment': { what: 'attaches a network to a transit gateway', kind: 'new-edge' },
  'AWS::EC2::TransitGatewayVpcAttachment': { what: 'attaches a network to a transit gateway', kind: 'new-edge' },
  'AWS::EC2::VPCEndpointServicePermissions': { what: 'lets principals connect to an endpoint service', kind: 'new-edge', accounts: 'AllowedPrincipals' },
  'AWS::EC2::ClientVpnEndpoint': { what: 'is a new VPN endpoint', kind: 'new-edge' },
  'AWS::EC2::VPCGatewayAttachment': { what: 'attaches a network to a gateway', kind: 'new-edge' },
  'AWS::EC2::Route': { what: 'is a new route out of a network', kind: 'widened' },
  'AWS::EC2::NetworkAclEntry': { what: 'is a new entry of a network ACL that allows', kind: 'widened' },
  'AWS::RAM::ResourceShare': { what: 'is a new share of resources', kind: 'new-edge', accounts: 'Principals' },
};

/** What is new and lets somebody in, or leads out, whatever policies say. */
export function openedChanges(current: TemplateModel, matching: Matching): Change[] {
  return Object.entries(OPENS).flatMap(([type, { what, kind, accounts }]) => current.ofType(type)
    .filter((resource) => !matching.other(resource) && !denies(resource)).map((resource): Change => ({
      kind: accounts !== undefined && namesStrangers(resource, accounts, current) ? 'new-stranger' : kind,
      from: calledAs(resource),
      text: `${calledAs(resource)} ${what}`,
      resource,
      version: 'new',
    })));
}

/** An entry of a network ACL that only ever refuses. */
function denies(resource: TemplateResource): boolean {
  const look = () => textOf(resource.at('RuleAction').value)?.toLowerCase() === 'deny';
  return (resource.stack.model.worlds.explore(look) ?? [false]).every(Boolean);
}

/** Whether one of the accounts is not surely of the app, in any world: not known is a stranger. */
function namesStrangers(resource: TemplateResource, property: string, { trusted, worlds }: TemplateModel): boolean {
  const look = () => resource.exists() && resource.at(property).items().filter((item) => !item.isAbsent).some(({ value }) => {
    const text = textOf(value) ?? '';
    const account = /^(?:arn:[^:]*:[^:]*:[^:]*:)?(\d{12}|\$\{AWS::AccountId\})(?::|$)/.exec(text)?.[1];
    return account === undefined || !(account.startsWith('$') || trusted.has(account));
  });
  return (worlds.explore(look) ?? [true]).some(Boolean);
}
