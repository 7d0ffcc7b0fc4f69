/** How the attributes of resources are called that are a name, id, ARN, address or address range of the resource, or of a part that it makes. */
const NAMING = /(?:Arn|ARN|Id|ID|Name|Ref|Ur[il]|UR[IL]|Alias|End[Pp]oint(?:\.Address)?|EndpointAddress)s?$|^(?:DefaultSecurityGroup|DefaultNetworkAcl|CidrBlock|CidrBlockAssociations|Ipv6CidrBlocks)$/;
/** Attributes that are called so, and name an account or a zone in which something is. */
const NAMES_ELSEWHERE = /(?:Account|Owner|AvailabilityZone)(?:Id|Name)s?$/;
/** Types whose attributes are whatever a template or a function that nobody read makes of them. */
const MADE_BY_OTHERS = ['AWS::CloudFormation::Stack', 'AWS::ServiceCatalog::CloudFormationProvisionedProduct'];

/**
 * Whether `Ref`, or an attribute, is a name of the resource. Everything else is a value that deployment gives, as a policy's
 * principal that is the answer of a function: it names nothing that the template shows. The names of attributes are those of the
 * CloudFormation resource specification.
 */
export function namesItsResource(type: string, attribute: string): boolean {
  if (!isTyped(type)) return false;
  if (attribute === 'Ref' || attribute === 'Arn') return true;
  if (MADE_BY_OTHERS.includes(type) && attribute.startsWith('Outputs.')) return false;
  return NAMING.test(attribute) && !NAMES_ELSEWHERE.test(attribute);
}

/** Custom resources, modules and types of others are whatever their makers want. */
function isTyped(type: string): boolean {
  return (type.startsWith('AWS::') || type.startsWith('Alexa::')) && type !== 'AWS::CloudFormation::CustomResource' && !type.endsWith('::MODULE');
}
