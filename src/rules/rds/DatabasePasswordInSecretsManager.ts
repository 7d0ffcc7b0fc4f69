import { DATABASES, ofDatabase } from './databases';
import { describe, textOf } from '../../model';
import { fail, isTrue, pass, some } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-RDS-007',
  title: 'RDS master passwords are managed by Secrets Manager',
  severity: 'medium',
  types: DATABASES,
  rationale: 'A master password in a template or a parameter is known to everyone who can read the stack, and is not rotated.',
  remediation: 'Set ManageMasterUserPassword to true: RDS generates the password, and rotates it every seven days.',
  check: (database) => ofDatabase(database, () => {
    const { value } = database.at('MasterUserPassword');
    if (/^\{\{resolve:secretsmanager:/.test(textOf(value) ?? '')) return pass('from Secrets Manager');
    const written = fail('its master password is not from Secrets Manager', describe(value));
    return database.at('MasterUserPassword').isAbsent ? some(isTrue(database.at('ManageMasterUserPassword'), 'its master password is not managed'), written) : written;
  }),
};
