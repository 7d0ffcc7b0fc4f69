import type { Draft } from './drafts';
import { behind } from './entrances';
import type { GraphNodes } from './graph-nodes';
import { nameOf } from './names';
import { accountOf, GAP, Texts } from './texts';
import type { GraphNode } from './trust-graph';
import { TemplateResource, textOf } from '../../model';

const INVOKES = /^lambda:(InvokeFunction|\*)$|^\*$/i;

/**
 * Who outside of the templates a permission lets call a function: an account, everyone, or a service for whatever source of whatever account. What is
 * configured in the templates to call it is a delivery.
 */
export function callersOf(permission: TemplateResource, nodes: GraphNodes, texts: Texts, actingAs: (arn: string) => readonly GraphNode[]): Draft[] {
  const fn = behind(permission.at('FunctionName').value);
  if (fn?.type !== 'AWS::Lambda::Function' || !INVOKES.test(textOf(permission.at('Action').value) ?? '') || !permission.at('EventSourceToken').isAbsent) return [];
  const to = nodes.of(fn);
  return callersIn(permission, fn, nodes, texts, actingAs).map((caller) => ({
    from: caller.node,
    to,
    kind: 'access',
    intent: 'invoke',
    certainty: caller.open === undefined ? 'certain' : 'possible',
    actions: ['lambda:InvokeFunction'],
    because: [{ kind: 'resource-policy', resource: permission, text: `${nameOf(permission)} lets ${caller.node.name} call ${to.name}`, open: caller.open }],
  }));
}

interface Caller {
  readonly node: GraphNode;
  readonly open?: string;
}

function callersIn(
  permission: TemplateResource, fn: TemplateResource, nodes: GraphNodes, texts: Texts, actingAs: (arn: string) => readonly GraphNode[],
): Caller[] {
  const own = accountOf(fn);
  const principal = texts.of(permission.at('Principal').value);
  // the account itself lets in only whom its own policies let in; a role or user is let in by being named
  if (![':role/', ':user/'].some((kind) => principal.startsWith(`arn:aws:iam::${own}${kind}`))) return [callerOf(permission, fn, nodes, texts) ?? []].flat();
  const made = actingAs(principal);
  return made.length === 0 ? [{ node: nodes.imported(principal) }]
    : made.filter(({ resource }) => resource !== fn).map((node) => ({ node, open: 'its boundary and its way through the network are not looked at' }));
}

function callerOf(permission: TemplateResource, fn: TemplateResource, nodes: GraphNodes, texts: Texts): Caller | undefined {
  const own = accountOf(fn);
  const principal = texts.of(permission.at('Principal').value);
  const open = /^\d/.test(own) ? undefined : 'whether that is another account is known at deployment';
  const another = (account: string) => (account === own ? undefined : { node: nodes.account(account), open });
  if (/\.amazonaws\.com(\.cn)?$/.test(principal)) {
    const [source, account] = ['SourceArn', 'SourceAccount'].map((name) => texts.of(permission.at(name).value));
    const named = /^(\d{12})$/.exec(account)?.[1] ?? /^arn:aws:[^:]*:[^:]*:(\d{12}):/.exec(source)?.[1];
    if (named !== undefined) return another(named);
    const isBound = ['SourceArn', 'SourceAccount', 'PrincipalOrgID'].some((name) => !permission.at(name).isAbsent);
    return isBound ? undefined : { node: nodes.service(principal), open: 'for which source of which account is not named' };
  }
  if (principal === '*') {
    const narrowed = ['SourceArn', 'SourceAccount', 'PrincipalOrgID'].some((name) => !permission.at(name).isAbsent);
    return { node: nodes.internet(), open: narrowed ? 'only for the source or organization that is named' : undefined };
  }
  if (principal === GAP) return { node: nodes.person('a principal that is known at deployment'), open: 'who is named is not known before deployment' };
  const account = /^(\d{12})$/.exec(principal)?.[1] ?? /^arn:aws:(?:iam|sts)::(\d{12}):/.exec(principal)?.[1];
  return account === undefined ? undefined : another(account);
}
