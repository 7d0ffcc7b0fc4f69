import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as wasm from '@cedar-policy/cedar-wasm/nodejs';
import type { JwtPayload } from 'aws-jwt-verify/jwt-model';
import type { Config } from './config';
import type { Decision, Question } from './decision';
import { root } from '../jwt-authorizer/config';

/** Cedar keeps what it has read under a name. */
let count = 0;

/** Decides in the function, by the policies and the schema that it was deployed with. */
export function localDecider({ schema, policies }: NonNullable<Config['local']>): (question: Question, claims: JwtPayload) => Decision {
  const name = `deployed-${count++}`;
  const cedar = createRequire(join(root(), 'index.js'))('./cedar/cedar_wasm.js') as typeof wasm;
  for (const { type } of [cedar.preparseSchema(name, schema), cedar.preparsePolicySet(name, { staticPolicies: policies })]) {
    if (type === 'failure') throw new Error('Schema or policies cannot be read.');
  }
  return ({ namespace, action, api, context }, claims) => {
    const user = { type: `${namespace}::User`, id: claims.sub! };
    const answer = cedar.statefulIsAuthorized({
      principal: user,
      action: { type: `${namespace}::Action`, id: action },
      resource: { type: `${namespace}::Api`, id: api },
      context,
      preparsedSchemaName: name,
      preparsedPolicySetId: name,
      validateRequest: true,
      entities: [{ uid: user, attrs: {}, parents: groupsOf(claims).map((id) => ({ type: `${namespace}::Group`, id })) }],
    });
    if (answer.type === 'failure') return { permitted: false, failed: true };
    return { permitted: answer.response.decision === 'allow', failed: answer.response.diagnostics.errors.length > 0 };
  };
}

function groupsOf(claims: JwtPayload): string[] {
  const groups = claims['cognito:groups'];
  return Array.isArray(groups) ? groups.filter((group) => typeof group === 'string') : [];
}
