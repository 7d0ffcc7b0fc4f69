/** Parts that templates are made of. */
export type Template = Record<string, unknown>;

export const CODE = { CodeUri: 's3://code-bucket/function.zip', Handler: 'index.handler', Runtime: 'nodejs22.x' };

export const fn = (properties: object = {}, attributes: object = {}) => ({
  Type: 'AWS::Serverless::Function', Properties: { ...CODE, ...properties }, ...attributes,
});

export const resources = (all: object, sections: object = {}): Template => ({ Resources: all, ...sections });

/** A function with the events, as it is, behind an alias, and under a condition. */
export function threeWays(name: string, events: object, others: object = {}): Record<string, Template> {
  return {
    [`${name}, plain`]: resources({ Fn: fn({ Events: events }), ...others }),
    [`${name}, by alias`]: resources({ Fn: fn({ Events: events, AutoPublishAlias: 'live' }), ...others }),
    [`${name}, conditional`]: resources({ Fn: fn({ Events: events }, { Condition: 'Wanted' }), ...others }, CONDITION),
  };
}

export const CONDITION = {
  Parameters: { Stage: { Type: 'String' } },
  Conditions: { Wanted: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] } },
};

export const getAtt = (id: string, attribute = 'Arn') => ({ 'Fn::GetAtt': [id, attribute] });
