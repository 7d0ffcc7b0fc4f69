import { GAP, OWN_ACCOUNT, Texts } from '../graph/trust/texts';
import { Expression, TemplateModel, TemplateResource, textOf } from '../model';
import { policiesOf } from '../model/policies-anywhere';

/** A policy as IAM would read it, with stand-ins for what deployment fills in. */
export interface PolicyText {
  readonly resource: TemplateResource;
  /** The property that it is in. */
  readonly place: string;
  readonly json: string;
  readonly type: 'IDENTITY_POLICY' | 'RESOURCE_POLICY' | 'SERVICE_CONTROL_POLICY';
  /** What it is attached to, where IAM Access Analyzer has checks for that. */
  readonly resourceType?: string;
}

/** Stand-ins, which are valid wherever they may be. */
const [ACCOUNT, REGION, STAND_IN] = ['111122223333', 'us-east-1', 'known-at-deployment'];
/** Source: API reference of IAM Access Analyzer, ValidatePolicy, validatePolicyResourceType. */
const RESOURCE_TYPES: Record<string, string> = {
  'AWS::S3::BucketPolicy': 'AWS::S3::Bucket',
  'AWS::S3::AccessPoint': 'AWS::S3::AccessPoint',
  'AWS::S3::MultiRegionAccessPointPolicy': 'AWS::S3::MultiRegionAccessPoint',
  'AWS::S3ObjectLambda::AccessPointPolicy': 'AWS::S3ObjectLambda::AccessPoint',
  'AWS::DynamoDB::Table': 'AWS::DynamoDB::Table',
};
const IDENTITIES = /^AWS::IAM::(Group|ManagedPolicy|Policy|Role|RolePolicy|GroupPolicy|User|UserPolicy)$|^AWS::SSO::PermissionSet$/;
const TRUST = 'AssumeRolePolicyDocument';

/** The policies of all resources, in the order of the templates. */
export function policyTexts(model: TemplateModel): PolicyText[] {
  const texts = new Texts(model.stacks);
  const resources = model.stacks.flatMap(({ resources: all }) => [...all.values()]);
  return resources.flatMap((resource) => policiesOf(resource).map(({ place, document }): PolicyText => ({
    resource,
    place,
    json: JSON.stringify({ Version: '2012-10-17', ...plain(document, texts) as object }),
    ...kindOf(resource, place),
  })));
}

function kindOf({ type }: TemplateResource, place: string): Pick<PolicyText, 'type' | 'resourceType'> {
  if (place === TRUST) return { type: 'RESOURCE_POLICY', resourceType: 'AWS::IAM::AssumeRolePolicyDocument' };
  if (IDENTITIES.test(type)) return { type: 'IDENTITY_POLICY' };
  if (type === 'AWS::Organizations::Policy') return { type: 'SERVICE_CONTROL_POLICY' };
  return { type: 'RESOURCE_POLICY', resourceType: RESOURCE_TYPES[type] };
}

/** Policy variables, which IAM fills in and no deployment: `${aws:PrincipalTag/tenant}`. */
const VARIABLE = /(\$\{[a-z][\w.-]*:[^}:][^}]*\})/;

/** The JSON of an expression: names and ARNs are those that IAM would see, what is not known is a stand-in. */
function plain(expression: Expression, texts: Texts): unknown {
  const { value } = expression;
  const text = textOf(value);
  if (text !== undefined) return value.kind === 'known' && typeof value.value === 'boolean' ? value.value : filledIn(text, texts);
  if (value.kind !== 'known') return STAND_IN;
  if (Array.isArray(value.value)) return expression.items().map((item) => plain(item, texts));
  return Object.fromEntries(expression.entries().map(([key, entry]) => [key, plain(entry, texts)]));
}

function filledIn(text: string, texts: Texts): string {
  return text.split(VARIABLE).map((part, i) => (i % 2 === 1 ? part : texts.resolve(part)))
    .join('')
    .replace(/\u0001(?:[^\u0001]*\/)?([^\u0001/]*)\u0001/g, '$1')
    .replaceAll(OWN_ACCOUNT, ACCOUNT)
    .replaceAll('${AWS.Region}', REGION)
    .replaceAll(GAP, STAND_IN)
    .replace(/\$\{AWS\.[A-Za-z]+\}/g, STAND_IN);
}
